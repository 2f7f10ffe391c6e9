using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Conformance.Reference.Histories;

namespace Conformance.Repro;

/// <summary>A case of kernel functions as a small module: of a disk's dax_device, or of a badblocks table of the module's own.</summary>
internal static class ReproModule
{
    /// <summary>Bytes of one recovery write, at the most: a module allocates them.</summary>
    private const ulong MaxBytes = 1 << 20;

    /// <summary>Seconds after which a call is taken not to come back.</summary>
    private const string Timeout = "60";

    public static ImmutableHashSet<OpCode> OnDisk { get; } = [OpCode.dax_direct_access, OpCode.dax_zero_page_range, OpCode.dax_recovery_write];

    public static ImmutableHashSet<OpCode> OnTable { get; } = [OpCode.badblocks_set, OpCode.badblocks_clear, OpCode.badblocks_check];

    /// <summary>Why a module cannot do it, with what would do; null: it can.</summary>
    public static string? Refusal(ReproPlan plan)
    {
        var codes = plan.History.Operations.Select(o => o.Code).ToHashSet();
        if (codes.Where(c => !OnDisk.Contains(c) && !OnTable.Contains(c)).Order().ToArray() is [var other, ..])
            return $"found {other}, which no module can call on a device that is there; wanted {string.Join(", ", OnDisk.Concat(OnTable).Order())}";
        if (codes.Any(OnDisk.Contains) && codes.Any(OnTable.Contains)) return "found operations on the device's own badblocks table beside others; wanted either kind alone, for a module cannot reach that table";
        if (plan.History.Operations.Any(o => o.Code == OpCode.dax_recovery_write && o[2] > MaxBytes)) return $"found a recovery write of more than {MaxBytes} bytes; wanted fewer";
        return null;
    }

    public static string C(ReproPlan plan)
    {
        var table = IsTable(plan);
        return ReproText.Fill("module.c",
            ("HEAD", ReproText.Head(plan, " *")),
            ("POISON", table ? "" : string.Join('\n', plan.Device.Bad.Select(b => $" *   echo '{b.Sector} {b.Sectors}' > /sys/block/pmem0/badblocks"))),
            ("ARGUMENTS", Arguments(plan, "/dev/pmem0")),
            ("NEEDED", plan.Needed.ToString(CultureInfo.InvariantCulture)),
            ("PAGE_SIZE", plan.Device.PageSize.ToString(CultureInfo.InvariantCulture)),
            ("HELPERS", ReproText.Template(table ? "table_helpers.c" : "disk_helpers.c")),
            ("ASK_PARAMETER", table ? "void" : "struct dax_device *dax"),
            ("STEPS", Steps(plan)),
            ("RUN", ReproText.Template(table ? "table.c" : "disk.c")),
            ("DESTROYS", Destroys(plan) ? "true" : "false"));
    }

    /// <summary>The script that builds, loads and reads it, in TAP or for a reader.</summary>
    public static string Script(ReproPlan plan, bool tap) => ReproText.Fill("module.sh",
        ("HEAD", ReproText.Head(plan, "#")),
        ("NAME", tap ? "kselftest.sh" : "repro.sh"),
        ("SAY", ReproText.Template(tap ? "tap.sh" : "plain.sh")),
        ("NEEDS_DISK", IsTable(plan) ? "0" : "1"),
        ("MODULE", C(plan).TrimEnd('\n')),
        ("POISON", IsTable(plan) ? "" : string.Join('\n', plan.Device.Bad.Select(b => $"echo '{b.Sector} {b.Sectors}' >\"$table\" || skip \"$device takes no poison through sysfs\""))),
        ("UNPOISON", IsTable(plan) ? "" : string.Join('\n', plan.Device.Bad.Select(b => $"dd if=/dev/zero of=\"$device\" bs=512 seek={b.Sector} count={b.Sectors} oflag=direct status=none 2>/dev/null"))),
        ("PLAN", plan.Steps.Length.ToString(CultureInfo.InvariantCulture)),
        ("TIMEOUT", Timeout),
        ("USAGE", IsTable(plan) ? "" : "/dev/pmemN"),
        ("ARGUMENTS", Arguments(plan, "\"$device\"")));

    private static bool IsTable(ReproPlan plan) => plan.History.Operations.Any(o => OnTable.Contains(o.Code));

    private static bool Destroys(ReproPlan plan) => plan.History.Operations.Any(o => o.Code is OpCode.dax_zero_page_range or OpCode.dax_recovery_write);

    private static string Arguments(ReproPlan plan, string device) => $"{(IsTable(plan) ? "" : $" device={device}")}{(Destroys(plan) ? " destroy=1" : "")}";

    private static string Steps(ReproPlan plan)
    {
        var text = new StringBuilder();
        if (IsTable(plan))
            foreach (var bad in plan.Device.Bad)
                text.Append(CultureInfo.InvariantCulture, $"\tbadblocks_set(&bb, {bad.Sector}ULL, {bad.Sectors}, {(bad.Acknowledged ? 1 : 0)});\n");
        foreach (var step in plan.Steps)
        {
            var since = step.Operation.Code == OpCode.dax_recovery_write || step.Operation.Code == OpCode.dax_direct_access && step.Operation[2] != 0;
            if (since) text.Append("#if SINCE(5, 19)\n");
            text.Append("\t{\n");
            if (step.Operation.Code == OpCode.dax_direct_access) text.Append("\t\tvoid *kaddr = NULL;\n\t\trepro_pfn pfn = { 0 };\n\t\t");
            else text.Append("\t\t");
            text.Append($"s64 got = {Call(step)};\n\n\t\texpect({ReproText.Quote(step.Text)}, got, {step.Allowed}, {ReproText.Quote(step.Wanted)});\n");
            if (step.Operation.Code == OpCode.dax_direct_access) text.Append("\t\t(void)kaddr;\n\t\t(void)pfn;\n");
            text.Append("\t}\n");
            if (since) text.Append("#endif\n");
        }
        return text.ToString().TrimEnd('\n');
    }

    private static string Call(ReproStep step)
    {
        var (o, a) = (step.Operation, step.Args);
        return o.Code switch
        {
            OpCode.dax_direct_access => $"direct_access(dax, {a[0]}, {a[1]}, {o[2]}, {(o[3] == 0 ? "NULL" : "&kaddr")}, {(o[4] == 0 ? "NULL" : "&pfn")})",
            OpCode.dax_zero_page_range => $"zero_page_range(dax, {a[0]}, {a[1]})",
            OpCode.dax_recovery_write => $"recovery_write(dax, {a[0]}, {a[1]}, {a[2]}, {(byte)o[3]})",
            OpCode.badblocks_set => $"badblocks_set(&bb, {a[0]}, {a[1]}, {a[2]})",
            OpCode.badblocks_clear => $"badblocks_clear(&bb, {a[0]}, {a[1]})",
            _ => $"check({a[0]}, {a[1]})",
        };
    }
}
