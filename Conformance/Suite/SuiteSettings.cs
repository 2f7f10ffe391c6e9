using System.Globalization;
using Conformance.CommandLine;
using Conformance.Models;
using Conformance.Reference.Profiles;
using Conformance.Running;
using Conformance.Targets;

namespace Conformance.Suite;

/// <summary>What <c>dotnet test</c> checks, from the environment: the words of the command line in variables.</summary>
/// <param name="Target">DAXSPEC_TARGET: the target's text form; "mmap:" when not set</param>
/// <param name="Profile">the kernel generation that answers are held against: DAXSPEC_PROFILE, else the target's own, else 6.1</param>
/// <param name="Seed">DAXSPEC_SEED: decimal or 0x hexadecimal</param>
/// <param name="Cases">DAXSPEC_CASES: generated histories of the run that clauses are judged by; null when not set</param>
/// <param name="WriteTo">DAXSPEC_WRITE_TO: the FILE or device of the target that may be overwritten although it may hold data</param>
public sealed record SuiteSettings(string Target, Profile Profile, ulong Seed, int? Cases, string? WriteTo)
{
    /// <summary>DAXSPEC_WAIVERS: files with known deviations of the author's own, a ":" between them.</summary>
    public IReadOnlyList<Waiver> Waivers { get; init; } = [];

    /// <summary>DAXSPEC_TODAY: the day by which they expire, YYYY-MM-DD; today when not set.</summary>
    public DateOnly Today { get; init; }

    /// <exception cref="UsageException">names the variable, what it holds and what was wanted</exception>
    public static SuiteSettings Read(Func<string, string?> environment, ModelSet models)
    {
        var target = Value("DAXSPEC_TARGET") ?? TargetFactory.Default;
        if (target.StartsWith("lab:", StringComparison.Ordinal))
            throw new UsageException($"DAXSPEC_TARGET={target}: the tests run on this machine, not in a guest; wanted 'daxspec check {target}'");
        return new(target, ProfileOf(Value("DAXSPEC_PROFILE"), target, models), SeedOf(Value("DAXSPEC_SEED")), CasesOf(Value("DAXSPEC_CASES")), Value("DAXSPEC_WRITE_TO"))
        {
            Waivers = WaiverOptions.Read(Value("DAXSPEC_WAIVERS")?.Split(':', StringSplitOptions.RemoveEmptyEntries) ?? [], models),
            Today = WaiverOptions.Day(Value("DAXSPEC_TODAY")),
        };

        string? Value(string name) => environment(name) is { Length: > 0 } value ? value : null;
    }

    private static Profile ProfileOf(string? asked, string target, ModelSet models)
    {
        var own = TargetFactory.ProfileIn(target);
        if (asked is not null && own is not null && asked != own)
            throw new UsageException($"DAXSPEC_PROFILE={asked}: DAXSPEC_TARGET={target} is judged as of {own}; unset one of them");
        var name = asked ?? own ?? CommonOptions.DefaultProfile;
        return models.Profiles.FirstOrDefault(p => p.Name == name)
            ?? throw new UsageException($"{(asked is null ? $"DAXSPEC_TARGET={target}" : $"DAXSPEC_PROFILE={asked}")}: there is no profile '{name}'; wanted one of {string.Join(", ", models.Profiles.Select(p => p.Name))}");
    }

    private static ulong SeedOf(string? text) => text is null ? CheckOptions.DefaultSeed
        : CommonOptions.TryNumber(text, out var seed) ? seed
        : throw new UsageException($"DAXSPEC_SEED={text}: wanted 0 .. {ulong.MaxValue} or 0x hexadecimal");

    private static int? CasesOf(string? text) => text is null ? null
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count
        : throw new UsageException($"DAXSPEC_CASES={text}: wanted 0 .. {int.MaxValue}");
}
