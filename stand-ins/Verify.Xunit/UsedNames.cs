using System.Collections.Concurrent;

namespace VerifyTests;

/// <summary>The snapshots this run has verified: a second one of a name would overwrite the first one's received file.</summary>
internal static class UsedNames
{
    private static readonly ConcurrentDictionary<string, bool> s_taken = new(StringComparer.Ordinal);

    public static void Take(SnapshotName name)
    {
        if (!s_taken.TryAdd(Path.GetFullPath(name.FullPath), true))
            throw new InvalidOperationException(
                $"""
                 The prefix has already been used: {name.FullPath}. This is mostly caused by:

                  * Several calls to Verify in one test. Give each a UseMethodName or UseTextForParameters.
                  * A theory whose arguments are not in the name. Call UseParameters.
                  * UseDirectory, UseTypeName, UseMethodName or UseFileName that give two tests the same name.

                 Where one snapshot for several tests is meant, call DisableRequireUniquePrefix.
                 """);
    }
}
