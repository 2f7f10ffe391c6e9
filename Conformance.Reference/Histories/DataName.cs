namespace Conformance.Reference.Histories;

/// <summary>The names that the members of an enumeration have in data: lower case, words joined by "_".</summary>
public static class DataName
{
    /// <summary>All names, in the order of the members.</summary>
    public static IReadOnlyList<string> All<T>() where T : struct, Enum => Table<T>.Names;

    public static string Of<T>(T member) where T : struct, Enum => Table<T>.Names[Array.IndexOf(Table<T>.Members, member)];

    public static bool TryParse<T>(string name, out T member) where T : struct, Enum
    {
        var at = Array.IndexOf(Table<T>.Names, name);
        member = at < 0 ? default : Table<T>.Members[at];
        return at >= 0;
    }

    private static class Table<T> where T : struct, Enum
    {
        public static readonly T[] Members = Enum.GetValues<T>();
        public static readonly string[] Names = [.. Members.Select(Make)];

        private static string Make(T member) => string.Concat(member.ToString().Select((c, i) => char.IsUpper(c) && i > 0 ? $"_{char.ToLowerInvariant(c)}" : $"{char.ToLowerInvariant(c)}"));
    }
}
