using System.CommandLine;
using Conformance.Models;
using Conformance.RealDevice.Plugins;
using Conformance.Reference.Histories;
using Conformance.Running;
using Conformance.Targets;

namespace Conformance.CommandLine;

/// <summary>
/// daxspec smoke: a few calls of a driver that is plugged in, the simplest first, each with what it answered and whether that is well
/// formed and honours the contract. For the hour in which a driver does not work at all yet.
/// </summary>
internal static class SmokeCommand
{
    /// <summary>What is tried, in this order; each on a fresh device.</summary>
    private static readonly (string What, string History)[] Steps =
    [
        ("translate the first page", "page=4096 size=32768 | dax_direct_access nr_pages=1"),
        ("ask for more pages than there are", "page=4096 size=32768 | dax_direct_access pgoff=6 nr_pages=8"),
        ("ask without kaddr and pfn", "page=4096 size=32768 | dax_direct_access nr_pages=1 kaddr=0 pfn=0"),
        ("translate behind a data offset", "page=4096 size=49152 data_offset=8192 pfn_pad=8192 | dax_direct_access pgoff=1 nr_pages=8"),
        ("ask for a page behind the end", "page=4096 size=32768 | dax_direct_access pgoff=8 nr_pages=1"),
        ("ask for a bad page", "page=4096 size=32768 bad=8+1 | dax_direct_access pgoff=1 nr_pages=1"),
        ("ask for a bad page to recover it", "page=4096 size=32768 bad=8+1 | dax_direct_access pgoff=1 nr_pages=1 mode=recovery"),
        ("zero a page", "page=4096 size=32768 | dax_zero_page_range pgoff=1 nr_pages=1; load pgoff=1"),
        ("zero a bad page", "page=4096 size=32768 bad=8+1 | dax_zero_page_range pgoff=1 nr_pages=1; dax_direct_access pgoff=1 nr_pages=1"),
        ("write a page", "page=4096 size=32768 | dax_recovery_write pgoff=1 bytes=4096 seed=7; load pgoff=1"),
        ("write over a bad page", "page=4096 size=32768 bad=8+1 | dax_recovery_write pgoff=1 bytes=4096 seed=7; dax_direct_access pgoff=1 nr_pages=1"),
        ("record and forget a bad sector", "page=4096 size=32768 | badblocks_set sector=8 sectors=2; badblocks_check sectors=64; badblocks_clear sector=8 sectors=2; badblocks_check sectors=64"),
        ("kill and revive", "page=4096 size=32768 | kill_dax; dax_alive; dax_direct_access nr_pages=1; run_dax; dax_direct_access nr_pages=1"),
    ];

    public static Command Make(TextWriter output)
    {
        var target = new Argument<string>("TARGET") { Description = "lib:FILE.so or exec:COMMAND" };
        var profile = CommonOptions.Profile();
        var command = new Command("smoke", "try the simplest calls of a driver of your own, one by one, and say which is wrong and how") { target, profile };
        command.SetAction(parsed => Run(parsed.GetRequiredValue(target), parsed.GetValue(profile), output));
        return command;
    }

    private static int Run(string text, string? profileName, TextWriter output)
    {
        if (!TargetFactory.IsPlugin(text)) throw new UsageException($"smoke is for a driver of your own: found {text}; wanted lib:FILE.so or exec:COMMAND");
        var models = ModelSet.Load();
        var profile = CommonOptions.Resolve(models, profileName, text);
        using var target = new TargetFactory(models).Open(text, profile);
        output.WriteLine($"ok     start: {target.Description.Title}");
        var lines = new List<string>();
        if (target is ProcessTarget process) process.Tap = (question, line) => lines.Add($"       {(question ? "->" : "<-")} {line}");
        using var examiner = new Examiner(new() { Target = target, Profile = profile, Oracle = Oracle.Contract }, models);
        var wrong = 0;
        foreach (var (what, history) in Steps)
        {
            lines.Clear();
            if (!Try(what, HistoryText.ParseHistory(history).On(target.Description.Members), examiner, target.Description, models, lines, output)) wrong++;
        }
        output.WriteLine(wrong == 0 ? $"{text}: nothing wrong so far; go on with: daxspec check {Quoted(text)}" : $"{text}: {Reports.Words.Plural(wrong, "step")} wrong");
        return wrong == 0 ? ExitCodes.Conforms : ExitCodes.Broken;
    }

    private static bool Try(string what, History history, Examiner examiner, TargetDescription target, ModelSet models, List<string> lines, TextWriter output)
    {
        if (history.Operations.FirstOrDefault(o => target.Observes(o.Code).IsEmpty) is { Code: not OpCode.alloc_dax } absent && target.Observes(absent.Code).IsEmpty)
        {
            output.WriteLine($"-      {what}: not supported, the driver does not declare it");
            return true;
        }
        var breaks = new List<Observed>();
        examiner.Examine(0, history, breaks.Add);
        var log = examiner.LastLog;
        output.WriteLine($"{(breaks.Count == 0 ? "ok   " : "wrong")}  {what}");
        foreach (var line in lines) output.WriteLine(line);
        if (breaks.Count == 0) return true;
        lines.Clear();
        output.WriteLine($"       device  {history.Geometry}");
        foreach (var broken in breaks.DistinctBy(b => (b.Step, b.Got, b.Allowed)).Take(3))
        {
            output.WriteLine($"       call    {history.Operations[broken.Step]}");
            output.WriteLine($"       found   {broken.Got}");
            output.WriteLine($"       wanted  {broken.Allowed}");
            output.WriteLine($"       because {broken.Because} ({broken.Clause} {ClauseCatalog.Find(models, broken.Clause).Sentence})");
        }
        foreach (var line in log.TakeLast(5)) output.WriteLine($"       stderr  {line.Text}");
        return false;
    }

    private static string Quoted(string text) => text.Contains(' ', StringComparison.Ordinal) ? $"'{text}'" : text;
}
