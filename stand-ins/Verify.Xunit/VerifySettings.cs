using System.Diagnostics.CodeAnalysis;

namespace VerifyTests;

/// <summary>How a snapshot is named and compared. The members of the real class that strings need; same names, same meaning.</summary>
public class VerifySettings
{
    /// <summary>Starts from the defaults.</summary>
    public VerifySettings()
    {
    }

    /// <summary>Starts from a copy.</summary>
    public VerifySettings(VerifySettings? settings)
    {
        if (settings is null)
            return;
        Directory = settings.Directory;
        TypeName = settings.TypeName;
        MethodName = settings.MethodName;
        FileName = settings.FileName;
        ParametersText = settings.ParametersText;
        Parameters = settings.Parameters;
        UniquePrefixDisabled = settings.UniquePrefixDisabled;
    }

    /// <summary>The directory of the snapshots, relative to the test's source file; null for that file's own.</summary>
    public string? Directory { get; private set; }

    /// <summary>Whether <see cref="UseParameters(object?[])"/> was called.</summary>
    public bool HasParameters => Parameters is not null;

    internal string? TypeName { get; private set; }
    internal string? MethodName { get; private set; }
    internal string? FileName { get; private set; }
    internal string? ParametersText { get; private set; }
    internal object?[]? Parameters { get; private set; }
    internal bool UniquePrefixDisabled { get; private set; }

    /// <summary>Keeps the snapshots in a directory, relative to the test's source file.</summary>
    public void UseDirectory(string directory)
    {
        NameGuard.Directory(directory, nameof(directory));
        Directory = directory;
    }

    /// <summary>Replaces the type in the name of the snapshot. Not compatible with <see cref="UseFileName"/>.</summary>
    public void UseTypeName(string name)
    {
        NameGuard.FileName(name, nameof(name));
        NameGuard.Conflict(FileName is not null, nameof(UseTypeName), nameof(UseFileName));
        TypeName = name;
    }

    /// <summary>Replaces the method in the name of the snapshot. Not compatible with <see cref="UseFileName"/>.</summary>
    public void UseMethodName(string name)
    {
        NameGuard.FileName(name, nameof(name));
        NameGuard.Conflict(FileName is not null, nameof(UseMethodName), nameof(UseFileName));
        MethodName = name;
    }

    /// <summary>
    /// Replaces type, method and parameters in the name of the snapshot. Not compatible with <see cref="UseTypeName"/>,
    /// <see cref="UseMethodName"/> or <see cref="UseParameters(object?[])"/>.
    /// </summary>
    public void UseFileName(string fileName)
    {
        NameGuard.FileName(fileName, nameof(fileName));
        NameGuard.Conflict(TypeName is not null, nameof(UseFileName), nameof(UseTypeName));
        NameGuard.Conflict(MethodName is not null, nameof(UseFileName), nameof(UseMethodName));
        FileName = fileName;
    }

    /// <inheritdoc cref="UseParameters(object?[])"/>
    public void UseParameters<T>(T parameter) => UseParameters(new object?[] { parameter });

    /// <inheritdoc cref="UseParameters(object?[])"/>
    public void UseParameters<T>(T[] parameters) => UseParameters(new object?[] { parameters });

    /// <summary>
    /// Adds the arguments of a theory to the name of the snapshot, in the order of the method's parameters. Not compatible
    /// with <see cref="UseTextForParameters"/> or <see cref="UseFileName"/>.
    /// </summary>
    public void UseParameters(params object?[] parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        if (parameters.Length == 0)
            throw new ArgumentException("UseParameters was given no values. Give it the test's arguments, or do not call it.", nameof(parameters));
        NameGuard.Conflict(FileName is not null, nameof(UseParameters), nameof(UseFileName));
        NameGuard.Conflict(ParametersText is not null, nameof(UseParameters), nameof(UseTextForParameters));
        Parameters = parameters;
    }

    /// <summary>Adds a text in place of the parameters. Not compatible with <see cref="UseParameters(object?[])"/>.</summary>
    public void UseTextForParameters(string parametersText)
    {
        NameGuard.Part(parametersText, nameof(parametersText));
        NameGuard.Conflict(Parameters is not null, nameof(UseTextForParameters), nameof(UseParameters));
        ParametersText = parametersText;
    }

    /// <summary>Allows several snapshots of one name in a run.</summary>
    public void DisableRequireUniquePrefix() => UniquePrefixDisabled = true;

    /// <summary>Starts no diff tool; the stand-in never does.</summary>
    [SuppressMessage("Performance", "CA1822:Mark members as static", Justification = "An instance method of the real class.")]
    public void DisableDiff()
    {
    }
}
