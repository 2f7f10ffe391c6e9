using System.Collections.Immutable;
using System.Globalization;
using Conformance.CommandLine;
using Conformance.Models;
using Conformance.Reference.Contract;
using Conformance.Reference.Histories;
using Conformance.Reference.Model;
using Conformance.Reference.Profiles;
using Conformance.Running;

namespace Conformance.Repro;

/// <summary>
/// A case as something that runs without this program: its operations on a device of any size, what may be answered, and which clauses
/// say so. Offsets behind the end, and counts that reach the end, are written relative to the device's own number of pages N.
/// </summary>
public sealed record ReproPlan
{
    /// <summary>The most that an offset lies behind the end for it to be meant as relative to it.</summary>
    private const ulong NearTheEnd = 1 << 20;

    public required Token Token { get; init; }

    public required Profile Profile { get; init; }

    public required ImmutableArray<ReproStep> Steps { get; init; }

    /// <summary>The clauses that the model of that generation breaks here, with what it answers; empty where it keeps them all.</summary>
    public required ImmutableArray<(ClauseData Clause, string Got, string Allowed)> Breaks { get; init; }

    /// <summary>Pages that a device must have.</summary>
    public required ulong Needed { get; init; }

    public History History => Token.History;

    public Geometry Device => Token.History.Geometry;

    /// <exception cref="UsageException">no program can express it</exception>
    public static ReproPlan Of(Token token, Profile profile, ModelSet models)
    {
        using var device = new ReferenceDevice(profile);
        var answers = new Outcome[token.History.Operations.Length];
        device.Run(token.History, answers);
        using var target = new ReferenceTarget(profile);
        using var examiner = new Examiner(new() { Target = target, Profile = profile, Oracle = Oracle.Contract }, models);
        var breaks = new List<Observed>();
        examiner.Examine(0, token.History, breaks.Add);
        var expectations = new Expectations(profile, token.History, answers);
        return new()
        {
            Token = token,
            Profile = profile,
            Steps = [.. token.History.Operations.Select((o, i) => Step(o, i, token.History.Geometry, expectations))],
            Breaks = [.. breaks.DistinctBy(b => b.Clause).Select(b => (models.Clause(b.Clause), b.Got, b.Allowed))],
            Needed = NeededOf(token.History),
        };
    }

    private static ReproStep Step(Operation operation, int i, Geometry device, Expectations expectations)
    {
        ImmutableArray<string> args = [.. operation.Spec.Args.Select((a, k) => Text(operation, k, device))];
        var text = string.Join(' ', operation.Spec.Args.Select((a, k) => (a, k)).Where(x => operation[x.k] != HistoryText.Default(x.a)).Select(x => $"{x.a.Name}={args[x.k]}").Prepend(operation.Spec.Name));
        if (operation.Code == OpCode.fault) return new(operation, text, args, null, expectations.Signals(i));
        var (asked, left) = Edges(operation, device);
        var expected = expectations.Of(i, asked is { } n ? [left, left + 1, n, n / 2, n - 1, n + 1] : []);
        var most = expected.Counts is not { } counts || counts.Most == ulong.MaxValue || !IsPages(operation) ? ""
            : counts.Most == left && asked > left ? Remaining(args[0]) : counts.Most == asked ? args[1] : "";
        return new(operation, text, args, expected with { MostText = most }, []);
    }

    /// <summary>The count that is asked for, and what is left of the device from there on.</summary>
    private static (ulong? Asked, ulong Left) Edges(Operation operation, Geometry device) => operation.Code switch
    {
        OpCode.dax_direct_access => (operation.Signed(1) > 0 ? operation[1] : null, operation[0] < device.Pages ? device.Pages - operation[0] : 0),
        OpCode.dax_recovery_write or OpCode.pread or OpCode.pwrite => (operation[2], 0),
        OpCode.read_direct or OpCode.write_direct => (operation[1] << Geometry.SectorShift, 0),
        _ => (null, 0),
    };

    private static bool IsPages(Operation operation) => operation.Code == OpCode.dax_direct_access;

    private static string Text(Operation operation, int k, Geometry device)
    {
        var (arg, value, pages) = (operation.Spec.Args[k], operation[k], device.Pages);
        if (arg.Kind == ArgKind.Pgoff && value >= pages && value - pages < NearTheEnd) return value == pages ? "N" : $"N + {value - pages}";
        if (arg.Kind == ArgKind.NrPages && operation.Signed(k) > 0 && operation[0] < pages && value >= pages - operation[0] && value - (pages - operation[0]) is < NearTheEnd and var over && (over > 0 || value > 1))
            return over == 0 ? Remaining(Text(operation, 0, device)) : $"{Remaining(Text(operation, 0, device))} + {over}";
        return arg.Signed ? operation.Signed(k) == long.MinValue ? "LLONG_MIN" : operation.Signed(k).ToString(CultureInfo.InvariantCulture)
            : value > long.MaxValue ? $"0x{value:x}ULL" : value.ToString(CultureInfo.InvariantCulture);
    }

    private static string Remaining(string pgoff) => pgoff == "0" ? "N" : $"N - {pgoff}";

    /// <summary>Pages that are asked for or bad by number, and so have to be there.</summary>
    private static ulong NeededOf(History history)
    {
        var (pages, shift) = (history.Geometry.Pages, history.Geometry.PageShift - Geometry.SectorShift);
        var asked = history.Operations.SelectMany(o => o.Spec.Args.Select((a, k) => a.Kind == ArgKind.Pgoff && o[k] < pages ? o[k] + 1 : a.Kind == ArgKind.Sector && o.Code is OpCode.read_direct or OpCode.write_direct && o[k] >> shift < pages ? (o[k] >> shift) + 1 : 1));
        return asked.Concat(history.Geometry.Bad.Select(b => Math.Min(pages, (b.Sector + b.Sectors - 1 >> shift) + 1))).Append(1UL).Max();
    }
}
