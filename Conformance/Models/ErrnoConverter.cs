using System.Globalization;
using Conformance.Reference.Histories;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.Serialization;

namespace Conformance.Models;

/// <summary>Whole numbers in models/, where an errno may stand by its name.</summary>
internal sealed class ErrnoConverter : IYamlTypeConverter
{
    public bool Accepts(Type type) => type == typeof(int);

    public object ReadYaml(IParser parser, Type type, ObjectDeserializer rootDeserializer)
    {
        var scalar = parser.Consume<Scalar>();
        if (int.TryParse(scalar.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)) return number;
        if (Errno.TryParse("-" + scalar.Value, out var negated)) return (int)-negated;
        throw new YamlException(scalar.Start, scalar.End, $"found '{scalar.Value}', wanted a number or the name of an errno such as EIO");
    }

    public void WriteYaml(IEmitter emitter, object? value, Type type, ObjectSerializer serializer) => throw new NotSupportedException("models/ is only read");
}
