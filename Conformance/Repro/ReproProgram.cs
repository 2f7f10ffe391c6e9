using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Conformance.Reference.Histories;

namespace Conformance.Repro;

/// <summary>A case of the user surface as a C program, or, where dd can do it, as a shell script.</summary>
internal static class ReproProgram
{
    public static ImmutableHashSet<OpCode> Codes { get; } = [OpCode.fault, OpCode.pread, OpCode.pwrite, OpCode.read_direct, OpCode.write_direct, OpCode.map_sync];

    private static readonly ImmutableHashSet<OpCode> OfDd = [OpCode.pread, OpCode.pwrite, OpCode.read_direct, OpCode.write_direct];

    /// <summary>Why dd cannot do it; null: it can.</summary>
    public static string? Refusal(ReproPlan plan) =>
        plan.History.Operations.FirstOrDefault(o => !OfDd.Contains(o.Code)) is { } other && plan.History.Operations.Any(o => !OfDd.Contains(o.Code)) ? $"found {other.Code}, for which there is no command; wanted {string.Join(", ", OfDd.Order())}" : null;

    public static string C(ReproPlan plan) => ReproText.Fill("user.c",
        ("HEAD", ReproText.Head(plan, " *")),
        ("PAGE_SIZE", plan.Device.PageSize.ToString(CultureInfo.InvariantCulture)),
        ("NEEDED", plan.Needed.ToString(CultureInfo.InvariantCulture)),
        ("PLAN", plan.Steps.Length.ToString(CultureInfo.InvariantCulture)),
        ("STEPS", Steps(plan)));

    public static string Dd(ReproPlan plan) => ReproText.Fill("dd.sh",
        ("HEAD", ReproText.Head(plan, "#")),
        ("NAME", "repro.sh"),
        ("SAY", ReproText.Template("plain.sh")),
        ("PAGE_SIZE", plan.Device.PageSize.ToString(CultureInfo.InvariantCulture)),
        ("NEEDED", plan.Needed.ToString(CultureInfo.InvariantCulture)),
        ("PLAN", plan.Steps.Length.ToString(CultureInfo.InvariantCulture)),
        ("POISON", string.Join('\n', plan.Device.Bad.Select(b => $"echo \"$((start + {b.Sector})) {b.Sectors}\" >\"$table\" || skip \"$disk takes no poison through sysfs\""))),
        ("UNPOISON", string.Join('\n', plan.Device.Bad.Select(b => $"dd if=/dev/zero of=\"$disk\" bs=512 seek=$((start + {b.Sector})) count={b.Sectors} oflag=direct status=none 2>/dev/null"))),
        ("STEPS", string.Join('\n', plan.Steps.Select(Command))));

    private static string Steps(ReproPlan plan)
    {
        var text = new StringBuilder();
        foreach (var bad in plan.Device.Bad) text.Append(CultureInfo.InvariantCulture, $"\tpoison({bad.Sector}, {bad.Sectors});\n");
        foreach (var step in plan.Steps)
            text.Append($"\t{{\n\t\tlong long got = {Call(step)};\n\n\t\texpect({ReproText.Quote(step.Text)}, got, {step.Allowed.Replace("(s64)", "(long long)", StringComparison.Ordinal)}, {ReproText.Quote(step.Wanted)});\n\t}}\n");
        // Written sectors are no longer bad: the file can be used again.
        foreach (var bad in plan.Device.Bad) text.Append(CultureInfo.InvariantCulture, $"\tdirect(true, {bad.Sector}, {bad.Sectors}, 0);\n");
        return text.ToString().TrimEnd('\n');
    }

    private static string Call(ReproStep step)
    {
        var (o, a) = (step.Operation, step.Args);
        return o.Code switch
        {
            OpCode.fault => $"touch({a[0]}, {Bool(o[1])}, {Bool(o[2])})",
            OpCode.pread => $"file_read(({a[0]}) * PAGE + {a[1]}, {a[2]})",
            OpCode.pwrite => $"file_write(({a[0]}) * PAGE + {a[1]}, {a[2]}, {(byte)o[3]})",
            OpCode.read_direct => $"direct(false, {a[0]}, {a[1]}, 0)",
            OpCode.write_direct => $"direct(true, {a[0]}, {a[1]}, {(byte)o[2]})",
            _ => "map_sync()",
        };
    }

    /// <summary>One step with dd, which tells only whether the call failed: any errno is -1.</summary>
    private static string Command(ReproStep step)
    {
        var (o, a, e) = (step.Operation, step.Args, step.Expected!);
        var how = o.Code switch
        {
            OpCode.pread => $"if=\"$file\" of=\"$work/out\" bs={a[2]} count=1 iflag=fullblock,skip_bytes skip=$((({a[0]}) * page + {a[1]}))",
            OpCode.pwrite => $"if=/dev/zero of=\"$file\" bs={a[2]} count=1 conv=notrunc oflag=seek_bytes seek=$((({a[0]}) * page + {a[1]}))",
            OpCode.read_direct => $"if=\"$disk\" of=\"$work/out\" bs=$((512 * {a[1]})) count=1 iflag=direct,skip_bytes skip=$(((start + {a[0]}) * 512))",
            _ => $"if=/dev/zero of=\"$disk\" bs=$((512 * {a[1]})) count=1 oflag=direct,seek_bytes seek=$(((start + {a[0]}) * 512))",
        };
        var read = o.Code is OpCode.pread or OpCode.read_direct;
        string[] tests = [.. e.OtherErrnos || e.Errnos.Length > 0 ? ["$got = -1"] : Array.Empty<string>(), .. e.Zero ? ["$got = 0"] : Array.Empty<string>(),
            .. e.Counts is { } c ? [read ? $"$got -ge {c.Least}{(c.Most == ulong.MaxValue ? "" : $" -a $got -le {c.Most}")}" : "$got -ge 0"] : Array.Empty<string>()];
        return $"rm -f \"$work/out\"; run {how}\n[ {string.Join(" -o ", tests.DefaultIfEmpty("1 = 0"))} ] && result '' {ReproText.Quote(step.Text)}\": got $got, allowed {step.Wanted}\" || result not {ReproText.Quote(step.Text)}\": got $got, allowed {step.Wanted}\"";
    }

    private static string Bool(ulong value) => value == 0 ? "false" : "true";
}
