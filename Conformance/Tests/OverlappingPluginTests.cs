using Conformance.CommandLine;

namespace Conformance.Tests;

/// <summary>Threads against drivers that are plugged in: real libraries and real processes, called by several threads at once.</summary>
public sealed class OverlappingPluginTests : IDisposable
{
    private const string Unlocked = "checks-without-the-lock";

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("daxspec-test-");

    private static string Python => $"exec:{PluginRun.Python.Value} -S {Path.Join(PluginRun.Samples, "python", "overlapping.py")}";

    private string Library => $"lib:{Compile("concurrent.c")}";

    [ToolFact("cc")]
    public void The_library_conforms() => Conforms(Library, 1000);

    [ToolFact("python3")]
    public void The_process_conforms() => Conforms(Python, 300);

    [ToolFact("cc")]
    public void The_library_conforms_called_by_one_thread_too()
    {
        var (code, output, error) = PluginRun.Check(Library, _directory.FullName, "--cases", "1000", "--sweep-step", "10");
        Assert.True(code == ExitCodes.Conforms, output + error);
    }

    [ToolFact("python3")]
    public void The_process_conforms_called_by_one_thread_too()
    {
        var (code, output, error) = PluginRun.Check(Python, _directory.FullName, "--cases", "400", "--sweep-step", "10");
        Assert.True(code == ExitCodes.Conforms, output + error);
    }

    [ToolFact("cc")]
    public void A_library_that_checks_without_its_lock_is_found() => IsFound(Broken(Unlocked));

    [ToolFact("python3")]
    public void A_process_that_checks_without_its_lock_is_found() => IsFound($"{Python} --break {Unlocked}");

    [ToolFact("cc")]
    public void A_lock_that_is_kept_is_a_call_that_does_not_come_back()
    {
        var (code, output) = PluginRun.DaxspecWithin(1, "replay", "page=4096 size=4096 | badblocks_clear & badblocks_check sectors=1", Broken("keeps-the-lock"));
        Assert.Equal(ExitCodes.Broken, code);
        Assert.Contains("PL-02", output, StringComparison.Ordinal);
        Assert.DoesNotContain("CC-0", output, StringComparison.Ordinal);
    }

    [ToolFact("python3")]
    public void An_answer_to_another_question_is_not_in_form()
    {
        var (code, output, _) = PluginRun.Daxspec("check", $"{Python} --break answers-another", "--concurrent", "--cases", "10", "--out", Out);
        Assert.Equal(ExitCodes.Broken, code);
        Assert.StartsWith("PL-03  ", output, StringComparison.Ordinal);
        // Its process is killed under the other threads' calls: nobody ended it but the harness.
        Assert.DoesNotContain("PL-01  ", output, StringComparison.Ordinal);
        Assert.DoesNotContain("CC-03", output, StringComparison.Ordinal);
    }

    [ToolFact("cc")]
    public void A_driver_that_does_not_say_that_its_calls_may_overlap_is_called_by_one_thread()
    {
        var (code, _, error) = PluginRun.Daxspec("check", $"lib:{Compile("sample.c")}", "--concurrent", "--out", Out);
        Assert.Equal(ExitCodes.Usage, code);
        Assert.Contains("wanted a device whose calls can overlap", error, StringComparison.Ordinal);
    }

    [ToolTheory("cc")]
    [InlineData("DAXSPEC_CONCURRENT", "found DAXSPEC_CONCURRENT without badblocks_set, badblocks_clear and badblocks_check")]
    [InlineData("6", "found flags = 0x6; wanted 0 or DAXSPEC_CONCURRENT (1)")]
    public void Flags_that_cannot_be_are_refused(string flags, string words)
    {
        var library = PluginRun.Library(_directory.FullName, "flags", $$"""
            #include "daxspec.h"
            static long access(void *d, uint64_t p, long n, int m, void **k, uint64_t *f) { (void)d; (void)p; (void)n; (void)m; (void)k; (void)f; return -6; }
            const struct daxspec_driver *daxspec_driver(void)
            {
                static const struct daxspec_driver driver = { .abi = DAXSPEC_ABI, .size_of = sizeof(driver), .direct_access = access, .flags = {{flags}} };
                return &driver;
            }
            """);
        var (code, _, error) = PluginRun.Daxspec("check", $"lib:{library}", "--out", Out);
        Assert.Equal(ExitCodes.Harness, code);
        Assert.Contains(words, error, StringComparison.Ordinal);
    }

    [ToolFact("python3")]
    public void A_process_that_keeps_no_table_cannot_be_called_by_several_threads()
    {
        var script = Path.Join(_directory.FullName, "no-table.py");
        File.WriteAllText(script, "import json, sys\nfor line in sys.stdin:\n    print(json.dumps({'id': json.loads(line)['id'], 'daxspec': 1, 'name': 'x', 'members': ['direct_access', 'concurrent']}), flush=True)\n");
        var (code, _, error) = PluginRun.Daxspec("check", $"exec:{PluginRun.Python.Value} -S {script}", "--out", Out);
        Assert.Equal(ExitCodes.Harness, code);
        Assert.Contains("members has concurrent and no badblocks", error, StringComparison.Ordinal);
    }

    public void Dispose() => _directory.Delete(recursive: true);

    private string Out => Path.Join(_directory.FullName, "out");

    private string Compile(string source, params string[] options) =>
        PluginRun.Compile(Path.Join(PluginRun.Samples, "c", source), Path.Join(_directory.FullName, Path.ChangeExtension(source, "so")), ["-shared", "-fPIC", "-pthread", .. options]);

    private string Broken(string name)
    {
        var header = Path.Join(_directory.FullName, "broken.h");
        File.WriteAllText(header, $"#include <stdlib.h>\n__attribute__((constructor)) static void thrown(void) {{ setenv(\"SAMPLE_BREAK\", \"{name}\", 1); }}\n");
        return $"lib:{Compile("concurrent.c", "-include", header)}";
    }

    private void Conforms(string target, int cases)
    {
        var (code, output, error) = PluginRun.Daxspec("check", target, "--concurrent", "--cases", $"{cases}", "--out", Out);
        Assert.True(code == ExitCodes.Conforms, output + error);
        Assert.Contains("0 broken", output, StringComparison.Ordinal);
        Assert.Contains("CC-02", File.ReadAllText(Path.Join(Out, "report.md")), StringComparison.Ordinal);
    }

    private static void IsFound(string target)
    {
        var (code, output, _) = PluginRun.Daxspec("replay", "page=4096 size=4096 bad=0+1 | badblocks_set sectors=1 & badblocks_check sectors=1", target);
        Assert.Equal(ExitCodes.Broken, code);
        Assert.Contains("CC-02", output, StringComparison.Ordinal);
    }
}
