namespace VerifyTests;

/// <summary>A verification that passed.</summary>
public class VerifyResult
{
    private readonly string _verifiedPath;

    internal VerifyResult(string verifiedPath, string? target)
    {
        _verifiedPath = verifiedPath;
        Target = target;
    }

    /// <summary>What was verified; null when an extension was given, as in the real class.</summary>
    public object? Target { get; }

    /// <summary>The content of the verified file.</summary>
    public string Text => File.ReadAllText(_verifiedPath);

    /// <summary>The verified files.</summary>
    public IEnumerable<string> Files => [_verifiedPath];

    /// <summary>The verified files that are text; all are.</summary>
    public IEnumerable<string> TextFiles => Files;
}
