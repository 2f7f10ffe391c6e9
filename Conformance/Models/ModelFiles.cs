using System.Reflection;
using YamlDotNet.Core;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace Conformance.Models;

/// <summary>Reads models/: the copies inside this program, or a file of the user's. Unknown keys and missing values are errors.</summary>
public static class ModelFiles
{
    private static readonly IDeserializer Yaml = new DeserializerBuilder()
        .WithNamingConvention(UnderscoredNamingConvention.Instance)
        .WithEnforceRequiredMembers()
        .WithDuplicateKeyChecking()
        .WithTypeConverter(new ErrnoConverter())
        .WithTypeConverter(new EnumConverter())
        .Build();

    /// <summary>Every embedded file of one folder of models/, parsed, by name in ordinal order.</summary>
    public static IReadOnlyList<(string File, T Value)> Read<T>(string folder)
    {
        var assembly = Assembly.GetExecutingAssembly();
        var prefix = $"models/{folder}/";
        return [.. assembly.GetManifestResourceNames()
            .Where(n => n.StartsWith(prefix, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(n => (n, Parse<T>(n, new StreamReader(assembly.GetManifestResourceStream(n)!).ReadToEnd())))];
    }

    /// <exception cref="ModelException">names the file, the line and what is wrong there</exception>
    public static T Parse<T>(string file, string text)
    {
        try
        {
            return Yaml.Deserialize<T>(text) ?? throw new ModelException($"{file}: is empty; wanted {typeof(T).Name}");
        }
        catch (YamlException e)
        {
            throw new ModelException($"{file}:{e.Start.Line}: {Reason(e)}", e);
        }
    }

    private static string Reason(YamlException e) => e.InnerException is { } inner ? $"{e.Message} {inner.Message}" : e.Message;
}
