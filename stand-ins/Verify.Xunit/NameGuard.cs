namespace VerifyTests;

/// <summary>Refuses settings that would give a snapshot a name that cannot be, or that no longer says whose it is.</summary>
internal static class NameGuard
{
    public static void FileName(string name, string parameter)
    {
        ArgumentException.ThrowIfNullOrEmpty(name, parameter);
        if (name.IndexOfAny(Path.GetInvalidFileNameChars()) is >= 0 and var at)
            throw new ArgumentException($"Invalid character for file name. Value: {name}. Char:{name[at]}", parameter);
    }

    public static void Directory(string name, string parameter)
    {
        ArgumentException.ThrowIfNullOrEmpty(name, parameter);
        if (name.IndexOfAny(Path.GetInvalidPathChars()) is >= 0 and var at)
            throw new ArgumentException($"Invalid character for directory. Value: {name}. Char:{name[at]}", parameter);
    }

    public static void Part(string text, string parameter)
    {
        ArgumentException.ThrowIfNullOrEmpty(text, parameter);
        if (text.StartsWith('.'))
            throw new ArgumentException($"Must not start with a period ('.'). Value: {text}", parameter);
        if (text.AsSpan().ContainsAny('/', '\\'))
            throw new ArgumentException($"Must not contain a directory separator. Value: {text}", parameter);
    }

    public static void Conflict(bool conflict, string wanted, string present)
    {
        if (conflict)
            throw new InvalidOperationException($"{wanted} is not compatible with {present}. Call one of the two.");
    }
}
