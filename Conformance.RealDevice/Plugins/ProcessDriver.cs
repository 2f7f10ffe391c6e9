using System.Buffers;
using System.Diagnostics;
using System.Text.Encodings.Web;
using System.Text.Json;
using Conformance.Reference.Histories;

namespace Conformance.RealDevice.Plugins;

/// <summary>A driver behind the protocol of docs/protocol.md: a question is a line of JSON, and so is its answer.</summary>
internal sealed class ProcessDriver : IPmemDriver, IDisposable
{
    /// <summary>The version of the protocol.</summary>
    public const int Version = 1;

    private static readonly long[] Sizes = [4096, 16384, 65536];

    private readonly DriverProcess _process;
    private readonly Func<TimeSpan> _deadline;
    private readonly string _path;
    private readonly Action<bool, string>? _tap;
    private readonly Answers _answers;
    private readonly Lock _asking = new();
    private readonly ArrayBufferWriter<byte> _line = new();
    private readonly Utf8JsonWriter _json;
    private PmemRegion? _region;
    private ulong _ids;

    /// <summary>Why it was ended.</summary>
    private TroubleException? _ended;

    /// <param name="process">what answers; belongs to the driver</param>
    /// <param name="path">the file behind the devices</param>
    /// <param name="deadline">for the next answer</param>
    /// <param name="tap">told every line: true for a question</param>
    /// <exception cref="TroubleException">its hello is wrong</exception>
    public ProcessDriver(DriverProcess process, string path, Func<TimeSpan> deadline, Action<bool, string>? tap)
    {
        (_process, _path, _deadline, _tap) = (process, path, deadline, tap);
        _answers = new(process);
        _json = new(_line, new() { SkipValidation = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        (Name, Members, PageSizes) = Hello();
    }

    public string Name { get; }

    public DriverMembers Members { get; }

    public IReadOnlyList<int> PageSizes { get; }

    public bool Alive
    {
        get
        {
            using var answer = Ask("dax_alive", null, "result");
            return answer.Signed("result", 0, 1) == 1;
        }
        set
        {
            using var answer = Ask(value ? "run_dax" : "kill_dax", null, "result");
            _ = answer.Signed("result", 0, 0);
        }
    }

    public int Open(PmemRegion region)
    {
        _region = region;
        using var answer = Ask("open", json =>
        {
            json.WriteString("path", _path);
            json.WriteNumber("offset", region.FileOffset);
            json.WriteNumber("size", region.Size);
            json.WriteNumber("page_size", 1 << region.PageShift);
            json.WriteNumber("data_offset", region.DataOffset);
            json.WriteNumber("pfn_pad", region.PfnPad);
            json.WriteNumber("phys_addr", region.PhysAddr);
            json.WriteNumber("clear_limit", region.ClearLimit);
            json.WriteBoolean("synchronous", region.Synchronous);
            json.WriteString("kernel", region.Kernel);
        }, "result");
        return (int)answer.Signed("result", -Errno.MAX_ERRNO, 0);
    }

    public long DirectAccess(ulong pgoff, long nrPages, AccessMode mode, ref DirectAccessAnswer answer)
    {
        var (kaddr, pfn) = (answer.WantsKaddr, answer.WantsPfn);
        using var line = Ask("direct_access", json =>
        {
            json.WriteNumber("pgoff", pgoff);
            json.WriteNumber("nr_pages", nrPages);
            json.WriteString("mode", mode == AccessMode.RecoveryWrite ? "recovery_write" : "access");
            json.WriteBoolean("kaddr", kaddr);
            json.WriteBoolean("pfn", pfn);
            WriteBad(json);
        }, [.. kaddr ? ["kaddr"] : Array.Empty<string>(), .. pfn ? ["pfn"] : Array.Empty<string>(), "result"]);
        if (line.Has("kaddr")) answer.Kaddr = line.Unsigned("kaddr");
        if (line.Has("pfn")) answer.Pfn = line.Unsigned("pfn");
        return line.Signed("result", long.MinValue, long.MaxValue);
    }

    public int ZeroPageRange(ulong pgoff, ulong nrPages)
    {
        using var line = Ask("zero_page_range", json =>
        {
            json.WriteNumber("pgoff", pgoff);
            json.WriteNumber("nr_pages", nrPages);
            WriteBad(json);
        }, Writing);
        TakeCleared(line);
        return (int)line.Signed("result", int.MinValue, int.MaxValue);
    }

    public ulong RecoveryWrite(ulong pgoff, ulong offset, ReadOnlySpan<byte> source)
    {
        var data = Convert.ToBase64String(source);
        using var line = Ask("recovery_write", json =>
        {
            json.WriteNumber("pgoff", pgoff);
            json.WriteNumber("offset", offset);
            json.WriteString("data", data);
            WriteBad(json);
        }, Writing);
        TakeCleared(line);
        return line.Unsigned("result");
    }

    public int BadblocksSet(ulong sector, ulong sectors, bool acknowledged)
    {
        using var line = Ask("badblocks_set", json =>
        {
            WriteRange(json, sector, sectors);
            json.WriteBoolean("acknowledged", acknowledged);
        }, "result");
        return (int)line.Signed("result", -Errno.MAX_ERRNO, 0);
    }

    public int BadblocksClear(ulong sector, ulong sectors)
    {
        using var line = Ask("badblocks_clear", json => WriteRange(json, sector, sectors), "result");
        return (int)line.Signed("result", -Errno.MAX_ERRNO, 0);
    }

    public int BadblocksCheck(ulong sector, ulong sectors, out ulong firstBad, out ulong badSectors)
    {
        using var line = Ask("badblocks_check", json => WriteRange(json, sector, sectors), "result", "first_bad", "bad_sectors");
        var found = (int)line.Signed("result", int.MinValue, int.MaxValue);
        (firstBad, badSectors) = found is 1 or -1 ? (line.Unsigned("first_bad"), line.Unsigned("bad_sectors")) : (0, 0);
        return found;
    }

    public void Dispose()
    {
        _json.Dispose();
        _process.Dispose();
    }

    /// <summary>With a lent table a write may say which sectors it cleared.</summary>
    private string[] Writing => Members.HasFlag(DriverMembers.Badblocks) ? ["result"] : ["result", "cleared"];

    private (string, DriverMembers, IReadOnlyList<int>) Hello()
    {
        using var answer = Ask("hello", json => json.WriteNumber("daxspec", Version), "daxspec", "name", "members", "page_sizes");
        _ = answer.Signed("daxspec", Version, Version);
        var members = DriverMembers.None;
        foreach (var item in answer.Items("members"))
        {
            var name = item.ValueKind == JsonValueKind.String ? item.GetString() : null;
            var known = MemberNames.All.FirstOrDefault(m => m.Name == name);
            if (known.Name is null) throw answer.Wrong($"members has {item.GetRawText()}", $"some of {string.Join(", ", MemberNames.All.Select(m => $"\"{m.Name}\""))}");
            members |= known.Member;
        }
        if (!members.HasFlag(DriverMembers.DirectAccess)) throw answer.Wrong("members has no direct_access", "\"direct_access\" among members: without it there is no driver");
        if (members.HasFlag(DriverMembers.Concurrent) && !members.HasFlag(DriverMembers.Badblocks))
            throw answer.Wrong("members has concurrent and no badblocks", "\"badblocks\" beside it: where calls may overlap, the driver keeps its own table");
        var sizes = Sizes.Select(s => (int)s).ToArray();
        if (answer.Has("page_sizes"))
            sizes = [.. answer.Items("page_sizes").Select(i => i.ValueKind == JsonValueKind.Number && i.TryGetInt64(out var s) && Sizes.Contains(s) ? (int)s : throw answer.Wrong($"page_sizes has {i.GetRawText()}", "some of 4096, 16384, 65536")).Distinct().Order()];
        return (answer.Text("name"), members, sizes.Length > 0 ? sizes : throw answer.Wrong("page_sizes is empty", "some of 4096, 16384, 65536"));
    }

    private AnswerLine Ask(string call, Action<Utf8JsonWriter>? rest, params string[] keys)
    {
        var (since, deadline) = (Stopwatch.GetTimestamp(), _deadline());
        try
        {
            var id = Send(call, rest, since, deadline);
            var (line, number) = _answers.Take(id, since, deadline);
            if (_tap is not null)
                lock (_asking) _tap(false, AnswerLine.Cut(line));
            return new(line, number, call, id, keys);
        }
        catch (TroubleException trouble)
        {
            var first = Interlocked.CompareExchange(ref _ended, trouble, null);
            _process.Kill();
            // What another thread's call was answered had the process killed: that it is gone under this one is not the driver's doing.
            if (first is not null && first.Conduct != Conduct.ComesBack && trouble.Conduct == Conduct.ComesBack) throw new RefusedException();
            throw;
        }
    }

    private ulong Send(string call, Action<Utf8JsonWriter>? rest, long since, TimeSpan deadline)
    {
        lock (_asking)
        {
            var id = ++_ids;
            _line.ResetWrittenCount();
            _json.Reset();
            _json.WriteStartObject();
            _json.WriteNumber("id", id);
            _json.WriteString("call", call);
            rest?.Invoke(_json);
            _json.WriteEndObject();
            _json.Flush();
            _tap?.Invoke(true, AnswerLine.Cut(_line.WrittenSpan));
            _line.Write("\n"u8);
            _answers.Await(id);
            _process.Send(_line.WrittenSpan, since, deadline);
            return id;
        }
    }

    private static void WriteRange(Utf8JsonWriter json, ulong sector, ulong sectors)
    {
        json.WriteNumber("sector", sector);
        json.WriteNumber("sectors", sectors);
    }

    /// <summary>The records of the lent table, when there are any.</summary>
    private void WriteBad(Utf8JsonWriter json)
    {
        if (Members.HasFlag(DriverMembers.Badblocks) || _region!.Records is not { Count: > 0 } records) return;
        json.WriteStartArray("bad");
        foreach (var record in records)
        {
            json.WriteStartArray();
            json.WriteNumberValue(record.Sector);
            json.WriteNumberValue(record.Sectors);
            json.WriteNumberValue(record.Acknowledged ? 1 : 0);
            json.WriteEndArray();
        }
        json.WriteEndArray();
    }

    private void TakeCleared(AnswerLine line)
    {
        if (!line.Has("cleared")) return;
        var pair = line.Items("cleared").ToArray();
        if (pair is not [{ ValueKind: JsonValueKind.Number } first, { ValueKind: JsonValueKind.Number } second] || !first.TryGetUInt64(out var sector) || !second.TryGetUInt64(out var sectors))
            throw line.Wrong($"cleared has {pair.Length} items, or one that is no number", "cleared: [sector, sectors]");
        _region!.Badblocks.Clear(sector, sectors);
    }
}
