using System.Buffers.Text;
using System.Globalization;
using Conformance.Models;
using Conformance.Reference.Contract;
using Conformance.Reference.Histories;
using Conformance.Reference.Model;

namespace Conformance.Tests;

/// <summary>How histories, tokens and answers are written and read, and what is said of text that is not one: every word is in a digest.</summary>
internal static class FormTable
{
    private static readonly string[] Histories =
    [
        "page=4096 size=8192 data_offset=4096 pfn_pad=1 phys=0x240000000 bad=0+1,9+2? clear=512 | dax_direct_access pgoff=1 nr_pages=-1 mode=recovery kaddr=0; load pgoff=1",
        "page=16384 size=0x100000000 ops=direct_access,zero_page_range clear=-EIO sync=0 | badblocks_set sector=max sectors=1 acknowledged=0",
        "null | dax_alive & kill_dax @ 0110",
        "page=4096 size=4096 | copy_cow_page_dax pos=-4096 addr=3; iomap_iter processed=-5 flags=0x100",
        "page=4096 size=4096 ops=none | store offset=1 bytes=4095 seed=7",
        "page=4096 size=4096 ops=null | badblocks_clear sector=2^52+1 sectors=2",
    ];

    /// <summary>What no letter more or less of those is.</summary>
    private static readonly string[] Others =
    [
        "null | dax_alive & dax_alive & dax_alive & dax_alive", "null | dax_alive & dax_alive & dax_alive & dax_alive & dax_alive", "null | run_dax x=1", "page=4096 size=4096 pfn_pad=0x100000000 | dax_alive", "page=4096 size=4096 pfn_pad=max | dax_alive",
        "page=4096 size=4096 sync=1 clear=-0x10 | dax_alive", "page=4096 size=4096 clear=0x10 | dax_alive", "page=4096 size=4096 clear=all | dax_alive",
    ];

    /// <param name="row">is given a form, what became of a text, and the words</param>
    public static void Fill(Action<string, string, string> row)
    {
        foreach (var text in Histories)
        {
            foreach (var spoilt in Spoilt(text)) Read("history", spoilt, t => HistoryText.ParseHistory(t).ToString(), row);
            var token = new Token("6.1", HistoryText.ParseHistory(text)).ToString();
            foreach (var spoilt in Spoilt(token)) Read("token", spoilt, ReadToken, row);
            foreach (var forged in Forged(token)) Read("token that is sealed", forged, ReadToken, row);
        }
        foreach (var text in Others) Read("history", text, t => HistoryText.ParseHistory(t).ToString(), row);
        Equalities(row);
        foreach (var number in (string[])["0", "7", "-1", "max", "0x10", "0XfF", "1_000", "16777216", "16777217", "18446744073709551615", "18446744073709551616", "-9223372036854775808", "1<<4", "2^5", "4K", "", " 1", "0x", "-max", "2^52+1", "2^52-1", "2^64-1", "2^64", "2^65", "2^0", "2^-1", "2^52+x", "2^", "-2^3", "-2^63"])
            Read("number", number, t => HistoryText.Number(HistoryText.ParseNumber(t)), row);
        foreach (var spec in OperationSpec.All)
        {
            Read("operation", spec.Name, t => OperationSpec.TryFind(t, out var found) ? $"{found.Name} {found.Observable} {string.Join(",", found.Args.Select(a => $"{a.Name} {a.Kind} {a.Signed}"))}" : throw new FormatException(t), row);
            Read("operation", $"{spec.Name} {string.Join(' ', spec.Args.Select((a, i) => $"{a.Name}={i + 1}"))}", t => HistoryText.ParseOperation(t).ToString(), row);
            foreach (var arg in spec.Args) Read("value", $"{spec.Name} {arg.Name}", _ => $"{HistoryText.Value(arg, 0)} {HistoryText.Value(arg, 1)} {HistoryText.Value(arg, ulong.MaxValue - 4)} {HistoryText.Default(arg)}", row);
        }
        for (var result = -200L; result < 3; result++) Read("errno", result.ToString(CultureInfo.InvariantCulture), t => Errno.Text(long.Parse(t, CultureInfo.InvariantCulture)), row);
        foreach (var result in (long[])[-4094, -4095, -4096, long.MinValue, long.MaxValue]) Read("errno", $"{result}", _ => $"{Errno.Text(result)} {Errno.IsError(result)}", row);
        foreach (var text in (string[])["-EIO", "EIO", "-ENXIO", "3", "-1", "-EWHAT", "", "-EHWPOISON"]) Read("errno", text, t => Errno.TryParse(t, out var read) ? $"{read}" : throw new FormatException(t), row);
        Answers(row);
        Contents(row);
        foreach (var item in Enum.GetValues<InputClass>()) Read("class", item.ToString(), _ => $"{DataName.Of(item)} {InputClasses.Of(item).Has(item)} {InputClasses.Of(item, InputClass.Dead)}", row);
    }

    /// <summary>Answers, by pairs: what they are called, whether they agree, where they differ first.</summary>
    private static void Answers(Action<string, string, string> row)
    {
        var answers = new List<Outcome> { Outcome.NotObservable, Outcome.NotSupported, Outcome.Of(0), Outcome.Of(-Errno.EIO), Outcome.Of(3).Set(Aspect.Kaddr, 0x3000), Outcome.Of(3).SetUntouched(Aspect.Kaddr), Outcome.Of(3).SetOutput(Aspect.Pfn, false, 9).SetOutput(Aspect.Kaddr, true, 0x3000) };
        foreach (var aspect in Enum.GetValues<Aspect>())
            foreach (var value in (ulong[])[0, 1, 2, 0x1234]) answers.Add(new Outcome { Kind = OutcomeKind.Answered }.Set(aspect, value));
        foreach (var answer in answers)
        {
            row("answer", "written", $"{answer} {answer.Seen} {answer.Untouched} {answer.Result}");
            foreach (var other in answers)
            {
                var both = answer;
                row("answers", answer.Agrees(other) ? "agree" : "differ", $"{answer == other} {answer != other} {answer.FirstDifference(other)} {both.Restrict(other.Seen)} {answer.Seen & ~other.Seen}");
            }
        }
        foreach (var call in ((string[])["dax_direct_access pgoff=1 nr_pages=2", "dax_direct_access nr_pages=1 kaddr=0", "dax_direct_access nr_pages=1 pfn=0 mode=recovery"]).Select(HistoryText.ParseOperation))
            foreach (var answer in answers)
                row("translation", "carried", $"{AccessAnswer.Of(answer).ToOutcome(AccessCall.Of(call))} {AccessAnswer.Of(answer) == AccessAnswer.Of(answers[^1])} {AccessAnswer.Of(answer) != AccessAnswer.Of(answers[4])}");
    }

    /// <summary>What memory holds, and digests of it.</summary>
    private static void Contents(Action<string, string, string> row)
    {
        Span<byte> bytes = stackalloc byte[100];
        for (var length = 0; length <= bytes.Length; length += length < 40 ? 1 : 13)
        {
            var some = bytes[..length];
            InitialContents.Fill((ulong)length, length * 8 % 4096, some);
            row("contents", "filled", $"{Convert.ToHexString(some)} {Digest.Of(some):x}");
            InitialContents.FillPattern((byte)length, (ulong)length * 3, some);
            row("contents", "stored", $"{Convert.ToHexString(some)} {Digest.Of(some):x} {InitialContents.Word((ulong)length, (ulong)length * 8):x}");
        }
    }

    private static void Equalities(Action<string, string, string> row)
    {
        var histories = Histories.Concat(["null | dax_alive & kill_dax", "null | dax_alive & kill_dax @ 011", "null | dax_alive; kill_dax", "page=4096 size=4096 | copy_cow_page_dax pos=-4096 addr=3; iomap_iter processed=-5 flags=0x101",
            "page=4096 size=4096 | copy_cow_page_dax pos=-4096 addr=3", "null | dax_alive & kill_dax; dax_alive & run_dax", "page=4096 size=4097 ops=none | store offset=1 bytes=4095 seed=7"]).Select(HistoryText.ParseHistory).ToArray();
        foreach (var one in histories)
        {
            row("history", "described", $"{one.On(DriverOps.None)} {one.On(DriverOps.All)} {string.Join(' ', Enumerable.Range(0, one.Threads is null ? 0 : one.Operations.Length).Select(i => one.Threads!.PlaceOf(i)))}");
            foreach (var other in histories.Select(h => HistoryText.ParseHistory(h.ToString())))
            {
                var same = one.Equals(other);
                row("history", same ? "equal" : "unequal", $"{one.Geometry.Equals(other.Geometry)} {one.Threads?.Equals(other.Threads)} {one.Operations[0].Equals(other.Operations[^1])} {one.Operations[0] == other.Operations[0]} {one.Operations[0] != other.Operations[0]} {!same || one.GetHashCode() == other.GetHashCode()}");
            }
            row("history", IsNothing(one) || IsNothing(one.Geometry) || IsNothing(new Interleaving([1], [])) ? "equal to nothing" : "unequal to nothing", "");
        }
        Thrown("operation", () => row("operation", "made", new Operation(OpCode.load, 1UL, 2, 3).ToString()), row);
        Thrown("answers", () => new ReferenceDevice(ModelSet.Load().Profile("6.1")).Run(histories[0], []), row);
        Thrown("situation", () => AccessSituation.Of(null!, new(), 0, 1), row);
        Thrown("situation", () => AccessSituation.Of(new(), null!, 0, 1), row);
        Thrown("judge", () => new ContractJudge(ModelSet.Load().Profile("6.1")).Judge(histories[0], [], null!), row);
        row("operation", "made", string.Join("; ", Operation.BadblocksSet(1, 2), Operation.BadblocksSet(1, 2, acknowledged: false), Operation.BadblocksClear(3, 4), Operation.BadblocksCheck(5, 6), Operation.ZeroPageRange(1, -2), Operation.RecoveryWrite(1, 2, 3, 4),
            Operation.CopyCowPage(-1, 2, 3), Operation.Load(1, 2), Operation.Store(1, 2, 3, 4, 5), Operation.Fault(1), Operation.Fault(1, write: true), Operation.Fault(1, isPrivate: true), Operation.Read(1, 2, 3), Operation.Write(1, 2, 3, 4),
            Operation.ReadDirect(1, 2), Operation.WriteDirect(1, 2, 3), Operation.Simple(OpCode.dax_alive), Operation.DirectAccess(1, 2), Operation.DirectAccess(1, 2, AccessMode.RecoveryWrite, kaddr: false), Operation.DirectAccess(1, 2, pfn: false)));
    }

    private static bool IsNothing<T>(IEquatable<T> one) where T : class => one.Equals(null);

    /// <summary>A row of what refuses its arguments, in its words.</summary>
    internal static void Thrown(string what, Action act, Action<string, string, string> row)
    {
        try
        {
            act();
            row(what, "taken", "");
        }
        catch (ArgumentException e)
        {
            row(what, "refused", e.Message);
        }
    }

    private static string ReadToken(string text)
    {
        var token = Token.Parse(text);
        return $"{token.Profile} {token.History} {token}";
    }

    /// <summary>Tokens whose check is right and whose contents are not.</summary>
    private static IEnumerable<string> Forged(string token)
    {
        var bytes = Base64Url.DecodeFromChars(token.AsSpan(Token.Prefix.Length))[..^2];
        for (var i = 0; i < bytes.Length; i++)
        {
            foreach (var value in (byte[])[0, 0x7f, 0x80, 0xff, (byte)(bytes[i] + 1)]) yield return Seal([.. bytes[..i], value, .. bytes[(i + 1)..]]);
            yield return Seal([.. bytes[..i], (byte)(bytes[i] | 0x80), 0x7f, .. bytes[(i + 1)..]]);
            yield return Seal([.. bytes[..i], .. Enumerable.Repeat((byte)0xff, 10), .. bytes[(i + 1)..]]);
            yield return Seal(bytes[..i]);
        }
    }

    private static string Seal(byte[] bytes)
    {
        var check = (ushort)Digest.Of(bytes);
        return Token.Prefix + Base64Url.EncodeToString([.. bytes, (byte)check, (byte)(check >> 8)]);
    }

    private static IEnumerable<string> Spoilt(string text)
    {
        yield return text;
        for (var i = 0; i < text.Length; i++)
        {
            yield return text.Remove(i, 1);
            yield return $"{text[..i]}{(text[i] == '7' ? 'z' : '7')}{text[(i + 1)..]}";
            if (i % 5 == 0) yield return text[..i];
        }
    }

    private static void Read(string what, string text, Func<string, string> read, Action<string, string, string> row)
    {
        try
        {
            row(what, "read", read(text));
        }
        catch (FormatException e)
        {
            row(what, "refused", e.Message);
        }
    }
}
