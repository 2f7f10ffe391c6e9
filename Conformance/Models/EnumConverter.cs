using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.Serialization;

namespace Conformance.Models;

/// <summary>Enumerations in models/: the member's name, or that name in lower case with its words joined by "_".</summary>
internal sealed class EnumConverter : IYamlTypeConverter
{
    public bool Accepts(Type type) => type.IsEnum;

    public object ReadYaml(IParser parser, Type type, ObjectDeserializer rootDeserializer)
    {
        var scalar = parser.Consume<Scalar>();
        foreach (var name in Enum.GetNames(type))
            if (string.Equals(name, scalar.Value.Replace("_", "", StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase)) return Enum.Parse(type, name);
        throw new YamlException(scalar.Start, scalar.End, $"found '{scalar.Value}', wanted one of {string.Join(", ", Enum.GetNames(type))}");
    }

    public void WriteYaml(IEmitter emitter, object? value, Type type, ObjectSerializer serializer) => throw new NotSupportedException("models/ is only read");
}
