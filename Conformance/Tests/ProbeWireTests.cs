using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using Conformance.RealDevice.Probe;
using Conformance.Reference.Histories;

namespace Conformance.Tests;

/// <summary>lab/probe/daxspec_probe.h itself, held against what C# makes of it.</summary>
public sealed partial class ProbeWireTests
{
    private static readonly string Header = File.ReadAllText(Path.Combine(Root(), "lab", "probe", "daxspec_probe.h"));
    private static readonly string Code = Comment().Replace(Header, "");
    private static readonly Dictionary<string, ulong> Constants = Define().Matches(Code).ToDictionary(m => m.Groups[1].Value, m => Number(m.Groups[2].Value));

    public static TheoryData<string> Structs => [.. Struct().Matches(Code).Select(m => m.Groups[1].Value)];

    [Theory]
    [MemberData(nameof(Structs))]
    public void A_struct_has_the_fields_of_the_header_at_their_offsets(string name)
    {
        var type = typeof(DaxspecProbe).GetNestedType(name);
        Assert.True(type is not null, $"DaxspecProbe has no {name}");
        var (fields, size) = Layout(name);
        Assert.Equal(fields, type!.GetFields(BindingFlags.Instance | BindingFlags.Public).Select(f => $"{f.Name} at {Marshal.OffsetOf(type, f.Name)}"));
        Assert.Equal(size, SizeOf(type));
    }

    /// <summary>C has one space of names: its words for "none" say of what, and the operation fault is not the aspect.</summary>
    [Theory]
    [InlineData("daxspec_op_code", typeof(OpCode))]
    [InlineData("daxspec_aspect", typeof(Aspect))]
    [InlineData("daxspec_kind", typeof(OutcomeKind))]
    [InlineData("daxspec_fault", typeof(Fault))]
    [InlineData("daxspec_misuse", typeof(Misuse))]
    [InlineData("daxspec_provider", typeof(DaxspecProbe.daxspec_provider))]
    [InlineData("daxspec_frame_type", typeof(DaxspecProbe.daxspec_frame_type))]
    public void An_enum_has_the_values_of_the_header(string name, Type type)
    {
        var ours = Enum.GetValuesAsUnderlyingType(type).Cast<object>().Select(v => (Word(Enum.GetName(type, v)!), Convert.ToUInt64(v, CultureInfo.InvariantCulture)));
        var wanted = EnumOf(name).Where(e => Word(e.Key) is not ("operations" or "aspects")).Select(e => (Word(e.Key) switch { "nofault" or "nomisuse" => "none", "faultpage" => "fault", var word => word }, e.Value));
        Assert.Equal(wanted, ours);
    }

    [Fact]
    public void The_counts_are_those_of_the_header()
    {
        Assert.Equal((ulong)OperationSpec.All.Length, EnumOf("daxspec_op_code")["DAXSPEC_OPERATIONS"]);
        Assert.Equal((ulong)Outcome.AspectCount, EnumOf("daxspec_aspect")["DAXSPEC_ASPECTS"]);
        Assert.Equal((ulong)OperationSpec.MaxArgs, Constants["DAXSPEC_MAX_ARGS"]);
    }

    [Fact]
    public void The_members_of_an_operations_table_are_those_of_the_header() =>
        Assert.Equal(Enum.GetValues<DriverOps>().Where(o => o is not (DriverOps.None or DriverOps.All)).Select(o => (Word(o.ToString()), (ulong)o)),
            Constants.Where(c => c.Key.StartsWith("DAXSPEC_OPS_", StringComparison.Ordinal)).Select(c => (Word(c.Key["DAXSPEC_OPS_".Length..]), c.Value)));

    [Fact]
    public void A_constant_has_the_value_of_the_header()
    {
        var ours = typeof(DaxspecProbe).GetFields(BindingFlags.Static | BindingFlags.Public).ToDictionary(f => f.Name, f => Convert.ToUInt64(f.GetRawConstantValue(), CultureInfo.InvariantCulture));
        Assert.Equal(Constants.Where(c => !c.Key.StartsWith("DAXSPEC_OPS_", StringComparison.Ordinal)).OrderBy(c => c.Key, StringComparer.Ordinal), ours.OrderBy(c => c.Key, StringComparer.Ordinal));
    }

    [Fact]
    public void A_request_is_laid_out_as_the_header_says()
    {
        var history = HistoryText.ParseHistory("size=32768 bad=8+1 | dax_direct_access pgoff=1 nr_pages=2; dax_alive");
        var buffer = new System.Buffers.ArrayBufferWriter<byte>();
        RequestWriter.Write(buffer, history, 77);
        var head = MemoryMarshal.Read<DaxspecProbe.daxspec_history>(buffer.WrittenSpan);
        Assert.Equal((DaxspecProbe.DAXSPEC_HISTORY_MAGIC, (uint)buffer.WrittenCount, 77UL, 1u, 2u), (head.magic, head.bytes, head.number, head.bad, head.operations));
        Assert.Equal(RequestWriter.Length(history), buffer.WrittenCount);
    }

    private static (List<string> Fields, int Size) Layout(string name)
    {
        var body = Struct().Matches(Code).Single(m => m.Groups[1].Value == name).Groups[2].Value;
        var (fields, at, widest) = (new List<string>(), 0, 1);
        foreach (Match field in Field().Matches(body))
        {
            var (size, align) = TypeOf(field.Groups[1].Value);
            at = (at + align - 1) / align * align;
            fields.Add($"{field.Groups[2].Value} at {at}");
            at += size * Dimension().Matches(field.Groups[3].Value).Aggregate(1, (n, d) => n * (int)Number(d.Groups[1].Value));
            widest = Math.Max(widest, align);
        }
        return (fields, (at + widest - 1) / widest * widest);
    }

    private static (int Size, int Align) TypeOf(string type) => type switch
    {
        "__u16" => (2, 2),
        "__u32" => (4, 4),
        "__u64" or "__s64" => (8, 8),
        "char" => (1, 1),
        _ when type.StartsWith("struct ", StringComparison.Ordinal) => (Layout(type["struct ".Length..]).Size, 8),
        _ => throw new InvalidDataException($"the test does not know the C type '{type}'"),
    };

    private static Dictionary<string, ulong> EnumOf(string name)
    {
        var (values, next) = (new Dictionary<string, ulong>(), 0UL);
        foreach (var entry in Regex.Match(Code, $@"enum {name} \{{(.*?)\}};", RegexOptions.Singleline).Groups[1].Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (entry.Split('=') is [_, var value]) next = Number(value);
            values.Add(entry.Split('=')[0].Trim(), next++);
        }
        return values;
    }

    private static ulong Number(string text)
    {
        text = text.Trim();
        if (Constants?.TryGetValue(text, out var known) == true) return known;
        text = text.TrimEnd('u', 'l', 'U', 'L');
        return text.StartsWith("0x", StringComparison.Ordinal) ? ulong.Parse(text.AsSpan(2), NumberStyles.HexNumber, CultureInfo.InvariantCulture) : ulong.Parse(text, CultureInfo.InvariantCulture);
    }

    /// <summary>Letters and digits of a name without its prefix.</summary>
    private static string Word(string name) => name.Replace("DAXSPEC_FRAME_", "", StringComparison.Ordinal).Replace("DAXSPEC_", "", StringComparison.Ordinal).Replace("_", "", StringComparison.Ordinal).ToLowerInvariant();

    private static int SizeOf(Type type) => (int)typeof(Unsafe).GetMethod(nameof(Unsafe.SizeOf))!.MakeGenericMethod(type).Invoke(null, null)!;

    private static string Root([CallerFilePath] string path = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(path)!, "..", ".."));

    [GeneratedRegex(@"/\*.*?\*/", RegexOptions.Singleline)]
    private static partial Regex Comment();

    [GeneratedRegex(@"^#define (DAXSPEC_\w+)[ \t]+(0x[0-9a-f]+[ul]*|\d+)[ \t]*$", RegexOptions.Multiline)]
    private static partial Regex Define();

    [GeneratedRegex(@"^struct (daxspec_\w+) \{(.*?)^\};", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Struct();

    [GeneratedRegex(@"^\s*((?:struct )?\w+) (\w+)((?:\[\w+\])*);", RegexOptions.Multiline)]
    private static partial Regex Field();

    [GeneratedRegex(@"\[(\w+)\]")]
    private static partial Regex Dimension();
}
