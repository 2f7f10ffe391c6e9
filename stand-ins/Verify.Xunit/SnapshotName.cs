using System.Reflection;

namespace VerifyTests;

/// <summary>Where a snapshot is, without <c>.verified</c> or <c>.received</c> and the extension.</summary>
internal readonly record struct SnapshotName(string Directory, string Prefix)
{
    public string FullPath => Path.Combine(Directory, Prefix);

    public static SnapshotName Of(string sourceFile, MethodInfo method, VerifySettings settings) => new(
        Path.Combine(SourceDirectory(sourceFile), settings.Directory ?? ""),
        settings.FileName
            ?? $"{settings.TypeName ?? NameWithParent(method.ReflectedType!)}.{settings.MethodName ?? method.Name}{Parameters(method, settings)}");

    // A directory that is not there is a path the compiler mapped (/_/...), not one to create.
    private static string SourceDirectory(string sourceFile)
    {
        var directory = Path.GetDirectoryName(sourceFile);
        return !string.IsNullOrEmpty(directory) && System.IO.Directory.Exists(directory) ? directory : throw new DirectoryNotFoundException(
            $"""
             The source file of the test is said to be "{sourceFile}", whose directory does not exist.
             Wanted the directory the snapshots are in.
             Build the test project where it runs, with <DeterministicSourcePaths>false</DeterministicSourcePaths>.
             """);
    }

    private static string NameWithParent(Type type) => type.IsNested ? $"{type.ReflectedType!.Name}.{type.Name}" : type.Name;

    private static string Parameters(MethodInfo method, VerifySettings settings)
    {
        if (settings.ParametersText is { } text)
            return $"_{text}";
        var values = settings.Parameters ?? [];
        var parameters = method.GetParameters();
        return values.Length <= parameters.Length
            ? string.Concat(parameters.Zip(values, (parameter, value) => $"_{parameter.Name}={ParameterText.Of(value)}"))
            : throw new ArgumentException($"The number of passed in parameters ({values.Length}) must not exceed the number of parameters for the method ({parameters.Length}).");
    }
}
