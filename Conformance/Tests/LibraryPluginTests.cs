using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Conformance.CommandLine;
using Conformance.RealDevice.Plugins;

namespace Conformance.Tests;

/// <summary>lib: as its user meets it: real libraries, compiled here, in real child processes.</summary>
public sealed class LibraryPluginTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("daxspec-test-");

    private string Sample => PluginRun.Compile(Path.Join(PluginRun.Samples, "c", "sample.c"), Path.Join(_directory.FullName, "libsample.so"), "-shared", "-fPIC");

    [ToolFact("cc")]
    public void The_sample_conforms()
    {
        var (code, output, error) = PluginRun.Check($"lib:{Sample}", _directory.FullName, "--cases", "2000");
        Assert.True(code == ExitCodes.Conforms, output + error);
        Assert.Contains("0 broken", output, StringComparison.Ordinal);
    }

    [ToolTheory("cc")]
    [InlineData("bytes-instead-of-pages", "DA-08", "dax_direct_access nr_pages=2")]
    [InlineData("ends-one-page-late", "DA-08", "dax_direct_access nr_pages=2")]
    [InlineData("ignores-poison", "DA-18", "bad=0+1 | dax_direct_access nr_pages=1")]
    [InlineData("zeroes-half-a-page", "ZP-06", "dax_zero_page_range nr_pages=1")]
    [InlineData("forgets-null-kaddr", "PL-01", "dax_direct_access kaddr=0")]
    [InlineData("aborts-on-recovery", "PL-01", "dax_recovery_write")]
    public void A_broken_switch_is_found_with_its_smallest_history(string name, string clause, string history)
    {
        var library = Broken(name);
        var (code, output, _) = PluginRun.Check($"lib:{library}", _directory.FullName, "--filter", clause);
        Assert.Equal(ExitCodes.Broken, code);
        Assert.StartsWith($"{clause}  ", output, StringComparison.Ordinal);
        Assert.Contains(history.Split(" | ")[^1], output, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Broken, PluginRun.Daxspec("replay", PluginRun.TokenOf(output), $"lib:{library}").Code);
    }

    [ToolFact("cc")]
    public void A_call_that_does_not_come_back_is_found_with_its_smallest_history()
    {
        var library = Broken("zeroes-forever");
        var (code, output) = PluginRun.CheckWithin(1, $"lib:{library}", _directory.FullName, "--filter", "PL-02");
        Assert.Equal(ExitCodes.Broken, code);
        Assert.StartsWith("PL-02  ", output, StringComparison.Ordinal);
        Assert.Contains("dax_zero_page_range nr_pages=1", output, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Broken, PluginRun.DaxspecWithin(1, "replay", PluginRun.TokenOf(output), $"lib:{library}").Code);
    }

    [ToolFact("cc")]
    public void A_crash_ends_no_run_and_is_told_with_what_the_driver_said()
    {
        var library = Driver("crash", "static int zero(void *d, uint64_t p, size_t n) { (void)d; (void)p; (void)n; fprintf(stderr, \"about to fall\\n\"); *(volatile int *)8 = 1; return 0; }", ".zero_page_range = zero,");
        var (code, output, _) = PluginRun.Check($"lib:{library}", _directory.FullName, "--filter", "PL");
        Assert.Equal(ExitCodes.Broken, code);
        Assert.Contains("got      killed by SIGSEGV", output, StringComparison.Ordinal);
        Assert.Contains("standard error of step 1: about to fall", output, StringComparison.Ordinal);
        Assert.Contains("8 crashes", File.ReadAllText(Path.Join(_directory.FullName, "out", "report.md")), StringComparison.Ordinal);
    }

    [ToolFact("cc")]
    public void A_driver_that_floods_its_output_ends_in_a_report()
    {
        var library = Driver("flood", "static int zero(void *d, uint64_t p, size_t n) { (void)d; (void)p; (void)n; for (int i = 0; i < 20000; i++) printf(\"zeroing zeroing zeroing %d\\n\", i); return -5; }", ".zero_page_range = zero,");
        Assert.Equal(ExitCodes.Broken, PluginRun.Daxspec("check", $"lib:{library}", "--cases", "0", "--sweep-step", "50", "--filter", "ZP", "--out", Path.Join(_directory.FullName, "out")).Code);
    }

    [ToolFact("cc")]
    public void A_member_that_is_declared_and_answers_unsupported_breaks_the_promise()
    {
        var library = Driver("promise", "static int zero(void *d, uint64_t p, size_t n) { (void)d; (void)p; (void)n; return -EOPNOTSUPP; }", ".zero_page_range = zero,");
        var (code, output, _) = PluginRun.Check($"lib:{library}", _directory.FullName, "--filter", "PL-04");
        Assert.Equal(ExitCodes.Broken, code);
        Assert.Contains("the driver declares zero_page_range: declare it no more, or implement", output, StringComparison.Ordinal);
    }

    [ToolFact("cc")]
    public void A_member_that_is_absent_or_behind_the_end_of_the_struct_is_not_supported()
    {
        var library = Driver("small", "", ".size_of = offsetof(struct daxspec_driver, zero_page_range), .zero_page_range = (void *)8,");
        var (code, output, _) = PluginRun.Check($"lib:{library}", _directory.FullName, "--cases", "2000");
        Assert.True(code == ExitCodes.Conforms, output);
        var report = File.ReadAllText(Path.Join(_directory.FullName, "out", "report.md"));
        Assert.Contains("zero_page_range: the driver does not declare it.", report, StringComparison.Ordinal);
        Assert.Contains("| ZP-06 Success zeroes the pages asked for and nothing else | not-supported |", report, StringComparison.Ordinal);
    }

    [ToolTheory("cc")]
    [InlineData("int nothing;", "found no symbol daxspec_driver; wanted 'const struct daxspec_driver *daxspec_driver(void)'")]
    [InlineData("const struct daxspec_driver *daxspec_driver(void) { return NULL; }", "found that daxspec_driver() returns NULL")]
    [InlineData("static struct daxspec_driver d = { .abi = 9, .size_of = sizeof(d) }; const struct daxspec_driver *daxspec_driver(void) { return &d; }", "found ABI version 9; wanted 1")]
    [InlineData("static struct daxspec_driver d = { .abi = 1, .size_of = 7 }; const struct daxspec_driver *daxspec_driver(void) { return &d; }", "found size_of = 7; wanted sizeof(struct daxspec_driver)")]
    [InlineData("static struct daxspec_driver d = { .abi = 1, .size_of = sizeof(d) }; const struct daxspec_driver *daxspec_driver(void) { return &d; }", "found direct_access = NULL; wanted at least that member")]
    [InlineData("static struct daxspec_driver d = { .abi = 1, .size_of = sizeof(d), .direct_access = (void *)8, .kill_dax = (void *)8 }; const struct daxspec_driver *daxspec_driver(void) { return &d; }", "found kill_dax without run_dax, dax_alive; wanted all of them or none")]
    [InlineData("static struct daxspec_driver d = { .abi = 1, .size_of = sizeof(d), .direct_access = (void *)8, .page_sizes = 512 }; const struct daxspec_driver *daxspec_driver(void) { return &d; }", "found page_sizes = 512; wanted 0 (all) or the sum")]
    [InlineData("__attribute__((constructor)) static void f(void) { abort(); }", "found that loading it does not come back (killed by SIGABRT")]
    public void A_library_that_is_none_is_refused_with_what_was_wanted(string source, string message)
    {
        var library = PluginRun.Library(_directory.FullName, "bad", $"#include <stdlib.h>\n#include \"daxspec.h\"\n{source}\n");
        var (code, _, error) = PluginRun.Check($"lib:{library}", _directory.FullName);
        Assert.Contains(message, error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Harness, code);
    }

    [Theory]
    [InlineData("nowhere.so", null, "found no such file; wanted a shared library")]
    [InlineData("text.so", "not a library", "found that it cannot be loaded")]
    public void A_file_that_is_no_library_is_refused(string name, string? content, string message)
    {
        var file = Path.Join(_directory.FullName, name);
        if (content is not null) File.WriteAllText(file, content);
        var (code, _, error) = PluginRun.Check($"lib:{file}", _directory.FullName);
        Assert.Contains(message, error, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Harness, code);
    }

    [ToolFact("cc")]
    public void A_driver_that_claims_to_be_nd_pmem_is_held_against_the_model()
    {
        var (code, output, _) = PluginRun.Check($"lib:{Sample}", _directory.FullName, "--exact", "6.1", "--filter", "EX-dax_direct_access");
        Assert.Equal(ExitCodes.Broken, code);
        Assert.StartsWith("EX-dax_direct_access", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("check mmap: --exact 6.1", "--exact 6.1: mmap: says itself what it claims to be")]
    [InlineData("check exec:cat --exact 6.1 --profile 6.12", "--exact 6.1 and --profile 6.12 name different generations")]
    [InlineData("smoke mmap:", "smoke is for a driver of your own: found mmap:")]
    [InlineData("check lib:", "'lib:' is no target: wanted one of")]
    public void Wrong_use_says_what_was_wanted(string line, string message)
    {
        var (code, _, error) = PluginRun.Daxspec(line.Split(' '));
        Assert.Contains(message, error, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Usage, code);
    }

    [ToolFact("cc")]
    public void The_layout_is_that_of_the_header()
    {
        string[] driver = [.. typeof(Daxspec.daxspec_driver).GetFields().Select(f => f.Name)], device = [.. typeof(Daxspec.daxspec_device).GetFields().Select(f => f.Name)], badblocks = [.. typeof(Daxspec.daxspec_badblocks).GetFields().Select(f => f.Name)];
        var prints = string.Concat(((string, string[])[])[("driver", driver), ("device", device), ("badblocks", badblocks)] is var all
            ? all.SelectMany(s => s.Item2.Select(f => $"printf(\"%zu \", offsetof(struct daxspec_{s.Item1}, {f}));").Append($"printf(\"%zu \", sizeof(struct daxspec_{s.Item1}));")) : []);
        File.WriteAllText(Path.Join(_directory.FullName, "layout.c"), $"#include <stdio.h>\n#include \"daxspec.h\"\nint main(void) {{ {prints} printf(\"%d\", DAXSPEC_ABI); return 0; }}\n");
        using var program = Process.Start(new ProcessStartInfo(PluginRun.Compile(Path.Join(_directory.FullName, "layout.c"), Path.Join(_directory.FullName, "layout"))) { RedirectStandardOutput = true })!;
        var mine = Offsets<Daxspec.daxspec_driver>(driver).Concat(Offsets<Daxspec.daxspec_device>(device)).Concat(Offsets<Daxspec.daxspec_badblocks>(badblocks)).Append((int)Daxspec.DAXSPEC_ABI);
        Assert.Equal(program.StandardOutput.ReadToEnd(), string.Join(' ', mine.Select(o => o.ToString(CultureInfo.InvariantCulture))));
    }

    public void Dispose() => _directory.Delete(recursive: true);

    private static IEnumerable<int> Offsets<T>(IEnumerable<string> fields) => fields.Select(f => (int)Marshal.OffsetOf<T>(f)).Append(Marshal.SizeOf<T>());

    /// <summary>The sample with one of its switches thrown, as SAMPLE_BREAK does; but that belongs to the whole process.</summary>
    private string Broken(string name)
    {
        var thrown = Path.Join(_directory.FullName, "thrown.h");
        File.WriteAllText(thrown, $"#include <stdlib.h>\n__attribute__((constructor)) static void thrown(void) {{ setenv(\"SAMPLE_BREAK\", \"{name}\", 1); }}\n");
        return PluginRun.Compile(Path.Join(PluginRun.Samples, "c", "sample.c"), Path.Join(_directory.FullName, "libsample.so"), "-shared", "-fPIC", "-include", thrown);
    }

    /// <summary>A right direct_access on clean devices, and what a test adds.</summary>
    private string Driver(string name, string functions, string members) => PluginRun.Library(_directory.FullName, name, $$"""
        #include <errno.h>
        #include <stddef.h>
        #include <stdio.h>
        #include "daxspec.h"
        {{functions}}
        static long access_(void *dev, uint64_t pgoff, long nr, int mode, void **kaddr, uint64_t *pfn)
        {
            const struct daxspec_device *d = dev;
            uint64_t pads = (uint64_t)d->pfn_pad + d->data_offset, pages = d->data_offset < d->size && pads < d->size ? (d->size - pads) >> d->page_shift : 0, i, at;
            if (nr < 0) return -EINVAL;
            if (pgoff >= pages) return -ENXIO;
            if ((uint64_t)nr > pages - pgoff) nr = (long)(pages - pgoff);
            uint64_t first, per = 1ULL << (d->page_shift - 9);
            if (nr > 0 && d->badblocks->check(d->badblocks->context, pgoff * per, (uint64_t)nr * per, &first, NULL)) {
                if (first < pgoff * per) first = pgoff * per;
                i = first / per - pgoff;
                if (i == 0 && mode == DAXSPEC_ACCESS) return d->kernel < DAXSPEC_KERNEL(6, 5) ? -EIO : -EHWPOISON;
                nr = i ? (long)i : 1;
            }
            at = d->data_offset + (pgoff << d->page_shift);
            if (kaddr) *kaddr = (char *)d->virt_addr + at;
            if (pfn) *pfn = (d->phys_addr + at) >> d->page_shift;
            return nr;
        }
        #pragma GCC diagnostic ignored "-Woverride-init"
        static const struct daxspec_driver driver = { .abi = DAXSPEC_ABI, .size_of = sizeof(driver), .name = "{{name}}", .direct_access = access_, {{members}} };
        const struct daxspec_driver *daxspec_driver(void) { return &driver; }
        """);
}
