using Xunit.Abstractions;

namespace Conformance.Suite;

/// <summary>A row of a theory: an identifier and the words that stand in the test's name, whole, where xunit would cut a string.</summary>
public sealed class Named : IXunitSerializable
{
    /// <summary>For xunit's deserializer.</summary>
    [Obsolete("For the deserializer; use the other constructor.")]
    public Named()
        : this("", "")
    {
    }

    public Named(string id, string words) => (Id, Words) = (id, words);

    public string Id { get; private set; }

    private string Words { get; set; }

    public void Deserialize(IXunitSerializationInfo info)
    {
        ArgumentNullException.ThrowIfNull(info);
        (Id, Words) = (info.GetValue<string>(nameof(Id)), info.GetValue<string>(nameof(Words)));
    }

    public void Serialize(IXunitSerializationInfo info)
    {
        ArgumentNullException.ThrowIfNull(info);
        info.AddValue(nameof(Id), Id);
        info.AddValue(nameof(Words), Words);
    }

    public override string ToString() => Words;
}
