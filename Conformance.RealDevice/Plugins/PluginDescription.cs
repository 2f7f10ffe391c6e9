using System.Collections.Immutable;
using System.Numerics;
using Conformance.Reference.Histories;
using static Conformance.Reference.Histories.OpCode;

namespace Conformance.RealDevice.Plugins;

/// <summary>What can be seen of a driver that is plugged in, and what is the harness's own beside it.</summary>
public static class PluginDescription
{
    private const string Core = "the harness's own dax core", Table = "the table of bad sectors that the harness lends";

    /// <summary>Answered in front of the driver, which is never asked.</summary>
    private static readonly string[] OfTheCore =
        ["DA-01", "DA-02", "DA-03", "DA-04", "DA-34", "ZP-01", "ZP-02", "ZP-03", "ZP-04", "RW-02", "RW-03", "CP-05", "CP-09", "CP-10", "CP-14", "US-04", "US-13", "LV-04", "LV-05", "LV-06", "LV-07", "LV-08", "LV-09", "LV-11"];

    private static readonly string[] OfLiveness = ["LV-01", "LV-02", "LV-03", "LV-10"];

    /// <param name="name">the target's text form</param>
    /// <param name="title">one line for a report</param>
    /// <param name="members">what the driver declares</param>
    /// <param name="pageSizes">in bytes</param>
    /// <param name="claims">the generation whose nd_pmem it claims to be, or null</param>
    /// <param name="conducts">what can be seen of its conduct</param>
    public static TargetDescription Of(string name, string title, DriverMembers members, IReadOnlyList<int> pageSizes, string? claims, params ImmutableArray<Conduct> conducts) => new()
    {
        Name = name,
        Title = title,
        Profile = claims,
        Members = MemberNames.Ops(members),
        PageShifts = [.. pageSizes.Order().Select(p => BitOperations.Log2((uint)p))],
        Observes = code => Observes(code, members),
        Conducts = conducts,
        Concurrent = members.HasFlag(DriverMembers.Concurrent),
        Races = members.HasFlag(DriverMembers.Concurrent),
        Lent = [.. OfTheCore.Select(c => (c, Core)), .. members.HasFlag(DriverMembers.Liveness) ? [] : OfLiveness.Select(c => (c, Core)), .. members.HasFlag(DriverMembers.Badblocks) ? Array.Empty<(string, string)>() : [("BB-", Table)]],
        Limits = [.. Limits(members)],
        // One driver after the other: what it does may depend on nothing but the histories before.
        MaxWorkers = 1,
    };

    /// <summary>The operation is one of a member that the driver does not declare.</summary>
    public static bool Lacks(DriverOps members, OpCode code) => code switch
    {
        dax_zero_page_range or pmem_dax_zero_page_range => (members & DriverOps.ZeroPageRange) == 0,
        dax_recovery_write or pmem_recovery_write => (members & DriverOps.RecoveryWrite) == 0,
        _ => false,
    };

    /// <summary>The operations that are not carried out, a bit each.</summary>
    public static ulong Skipped(TargetDescription description) =>
        OperationSpec.All.Where(s => description.Observes(s.Code).IsEmpty).Aggregate(0UL, (bits, s) => bits | 1UL << (int)s.Code);

    private static AspectSet Observes(OpCode code, DriverMembers members)
    {
        if (code is iomap_start or iomap_iter or dax_iomap_pgoff or kmap_atomic or kunmap_atomic or read_direct or write_direct or map_sync) return AspectSet.Empty;
        if (Lacks(MemberNames.Ops(members), code)) return AspectSet.Empty;
        var all = OperationSpec.For(code).Observable.Without(Aspect.Warned);
        // Without kmap_atomic nothing is known of the depth.
        if (code is copy_cow_page_dax) all = all.Without(Aspect.Depth);
        return members.HasFlag(DriverMembers.Badblocks) ? all.Without(Aspect.Table) : all;
    }

    private static IEnumerable<string> Limits(DriverMembers members)
    {
        foreach (var (name, member) in MemberNames.All)
            if ((DriverMembers.Operations & member) != 0 && !members.HasFlag(member)) yield return $"{name}: the driver does not declare it.";
        yield return $"answered by {Core}: null and dead devices, absent members, read sections{(members.HasFlag(DriverMembers.Liveness) ? "" : ", the alive bit (a driver may keep its own)")}.";
        if (!members.HasFlag(DriverMembers.Badblocks)) yield return $"badblocks: answered by {Table}; a driver may bring its own.";
        else yield return "the badblocks table itself: the driver shows what it answers, not its records.";
        yield return "iomap_start, iomap_iter, dax_iomap_pgoff, kmap_atomic, kunmap_atomic, map_sync: the callers' business, which no driver has a part in.";
        yield return "read_direct, write_direct: the block device in front of the driver is not part of what is plugged in.";
        yield return $"a recovery of more than {PluggedPmem.MaxSource >> 20} MiB, and what follows it in its history: it would go to the driver whole.";
    }
}
