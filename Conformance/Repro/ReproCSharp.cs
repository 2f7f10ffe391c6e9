namespace Conformance.Repro;

/// <summary>A case as a C# program of one file that uses this program's own assemblies; it can ask any target.</summary>
internal static class ReproCSharp
{
    public static string Program(ReproPlan plan, string target) => ReproText.Fill("program.cs",
        ("DIRECTIVE", "#:project $(DAXSPEC)/Conformance/Conformance.csproj"),
        ("HEAD", ReproText.Head(plan, "//")),
        ("USAGE", "DAXSPEC=CHECKOUT-OF-DAXSPEC dotnet run repro.cs [TARGET [FILE-THAT-MAY-BE-WRITTEN]]"),
        ("HISTORY", ReproText.Quote(plan.History.ToString())),
        ("PROFILE", ReproText.Quote(plan.Profile.Name)),
        ("TARGET", ReproText.Quote(target)));
}
