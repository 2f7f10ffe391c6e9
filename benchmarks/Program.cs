using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Xml.Linq;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.NoEmit;

namespace Conformance.Benchmarks;

/// <summary>Measures, holds each figure against what it must reach, and writes docs/performance.md. Ratios are of figures of one run.</summary>
public static class Program
{
    private sealed record Row(string Work, string Must, string Got, bool Reached);

    /// <param name="args">"--write DIR": also write DIR/performance.md; "--mutation DIR JSON...": put what dotnet-stryker reported into DIR/evidence/mutation.jsonl and write DIR/mutation.md</param>
    /// <returns>0; 1: something is slower than it must be; 64: wrong use</returns>
    public static int Main(string[] args)
    {
        ArgumentNullException.ThrowIfNull(args);
        if (args is ["--mutation", var docs, .. { Length: > 0 } reports] && Array.TrueForAll(reports, File.Exists) && Directory.Exists(docs))
        {
            var lines = Path.Join(docs, MutationReport.Lines);
            string[] evidence = [.. MutationReport.Merge(File.Exists(lines) ? File.ReadAllLines(lines) : [], reports.Select(File.ReadAllText), DateOnly.FromDateTime(DateTime.UtcNow))];
            File.WriteAllLines(lines, evidence);
            var (mutation, reached) = MutationReport.Render(evidence, File.ReadLines(Beside("benchmarks/Mutation/survivors.tsv")));
            File.WriteAllText(Path.Join(docs, "mutation.md"), mutation);
            Console.WriteLine(mutation.Split('\n')[4]);
            return reached ? 0 : 1;
        }
        if (args.Length != 0 && !(args.Length == 2 && args[0] == "--write" && Directory.Exists(args[1])))
        {
            Console.Error.WriteLine($"benchmarks: found '{string.Join(' ', args)}'; wanted nothing, --write and a directory that there is, or --mutation, a directory and reports of dotnet-stryker; do: dotnet run -c Release --project benchmarks -- --write docs");
            return 64;
        }
        var rows = Rows().ToArray();
        var text = Render(rows);
        Console.Write(text);
        if (args.Length == 2) File.WriteAllText(Path.Join(args[1], "performance.md"), text);
        return rows.All(r => r.Reached) ? 0 : 1;
    }

    /// <summary>A path of the repository.</summary>
    internal static string Beside(string path, [CallerFilePath] string file = "") => Path.GetFullPath(Path.Join(Path.GetDirectoryName(file), "..", path));

    private static IEnumerable<Row> Rows()
    {
        var access = Nanoseconds<DirectAccessBenchmarks>();
        var (floor, one, two) = (access("EmptyProperty"), access("OneThread"), access("TwoThreads"));
        yield return Ratio("direct_access held against both oracles, enumerated, one thread, in process; against an empty FsCheck property", floor.Time / one.Time, 100, $"{PerSecond(one.Time)} cases/s against {PerSecond(floor.Time)}");
        yield return new("allocated for each such case", "0 B", $"{one.Bytes.ToString("N0", CultureInfo.InvariantCulture)} B", one.Bytes < 1);
        yield return Ratio("two threads against one", one.Time / two.Time, 1.8, $"{PerSecond(two.Time)} cases/s");
        var model = Nanoseconds<ModelBenchmarks>();
        yield return Ratio("the model's __pmem_direct_access against the same arithmetic in C (gcc -O2), called in a loop", model("InC").Time / model("InTheModel").Time, 0.5, $"{PerSecond(model("InTheModel").Time)} calls/s against {PerSecond(model("InC").Time)}");
        var contents = Nanoseconds<ContentsBenchmarks>();
        yield return Ratio("contents of pages copied privately, recovered and loaded, read back and held against the model's, against memcpy and memcmp of the same bytes", contents("CopyAndCompare").Time / contents("DeviceAndModel").Time, 0.8,
            $"{ContentsBenchmarks.Bytes / contents("DeviceAndModel").Time:F2} GB/s against {ContentsBenchmarks.Bytes / contents("CopyAndCompare").Time:F2}");
        var histories = Nanoseconds<HistoryBenchmarks>();
        var (ours, theirs) = (histories("Sequences").Time / HistoryBenchmarks.Operations, histories("Machines").Time / new HistoryBenchmarks().Machines());
        yield return Ratio("operations of histories on the in-process device, both oracles, against FsCheck's Experimental.Machine", theirs / ours, 10, $"{PerSecond(ours)} operations/s against {PerSecond(theirs)}");
        var plugins = Nanoseconds<PluginBenchmarks>();
        yield return Ratio("a library in a process of its own, batched, against the same driver called in process", plugins("InThisProcess").Time / plugins("InItsOwnProcess").Time, 1 / 3.0, $"{plugins("InItsOwnProcess").Time / 1e9:F2} s against {plugins("InThisProcess").Time / 1e9:F2} s for the edges and {PluginBenchmarks.Cases:N0} cases");
        yield return WholeSuite();
    }

    /// <summary>Mean nanoseconds and bytes of each benchmark of a class.</summary>
    private static Func<string, (double Time, double Bytes)> Nanoseconds<T>()
    {
        var config = ManualConfig.CreateEmpty().AddLogger(NullLogger.Instance).AddJob(Job.Default.WithToolchain(InProcessNoEmitToolchain.Instance).WithWarmupCount(2).WithIterationCount(7).WithMinIterationTime(Perfolizer.Horology.TimeInterval.FromMilliseconds(300)))
            .AddColumnProvider(BenchmarkDotNet.Columns.DefaultColumnProviders.Instance).WithOptions(ConfigOptions.DisableLogFile);
        Console.Error.WriteLine($"measuring {typeof(T).Name}");
        var summary = BenchmarkRunner.Run<T>(config);
        return name => Array.Find([.. summary.Reports], r => r.BenchmarkCase.Descriptor.WorkloadMethod.Name == name) is { ResultStatistics: { } statistics } report
            ? (statistics.Median, report.GcStats.GetBytesAllocatedPerOperation(report.BenchmarkCase) ?? 0)
            : throw new InvalidOperationException($"{typeof(T).Name}.{name} was not measured: {string.Join("; ", summary.ValidationErrors)}");
    }

    /// <summary>dotnet test without the lab, as a user runs it who has not prepared any kernel.</summary>
    private static Row WholeSuite()
    {
        Console.Error.WriteLine("measuring dotnet test, lab excluded");
        Dotnet([], "build", Beside("ConformanceSuite.sln"), "-c", "Release", "-v", "quiet");
        var results = Directory.CreateTempSubdirectory("daxspec-benchmark-");
        try
        {
            var clock = Stopwatch.StartNew();
            Dotnet([("DAXSPEC_LAB_CACHE", Path.Join(results.FullName, "no-lab"))], "test", Beside("ConformanceSuite.sln"), "-c", "Release", "--no-build", "--logger", "trx", "--results-directory", results.FullName);
            var seconds = clock.Elapsed.TotalSeconds;
            var (name, longest) = results.GetFiles("*.trx").SelectMany(f => XDocument.Load(f.FullName).Descendants().Where(e => e.Name.LocalName == "UnitTestResult"))
                .Select(e => ((string)e.Attribute("testName")!, TimeSpan.Parse((string?)e.Attribute("duration") ?? "0", CultureInfo.InvariantCulture))).MaxBy(t => t.Item2);
            return new("whole `dotnet test`, lab excluded", "at most 60 s", $"{seconds:F0} s; the slowest is `{name[..Math.Min(name.Length, 120)]}`, {longest.TotalSeconds:F1} s", seconds <= 60);
        }
        finally
        {
            results.Delete(recursive: true);
        }
    }

    /// <exception cref="InvalidOperationException">it failed; with the end of what it said</exception>
    private static void Dotnet((string Name, string Value)[] environment, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true };
        foreach (var (name, value) in environment) start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0) throw new InvalidOperationException($"dotnet {arguments[0]} ended with {process.ExitCode}: {output[^Math.Min(output.Length, 2000)..]}");
    }

    private static Row Ratio(string work, double got, double must, string figures) =>
        new(work, $"{must.ToString("0.##", CultureInfo.InvariantCulture)} times", $"{got.ToString(got < 10 ? "F2" : "F0", CultureInfo.InvariantCulture)} times ({figures})", got >= must);

    private static string PerSecond(double nanoseconds) => (1e9 / nanoseconds).ToString("N0", CultureInfo.InvariantCulture);

    private static string Render(Row[] rows)
    {
        var text = new StringBuilder("# Performance\n\nMade by `dotnet run -c Release --project benchmarks -- --write docs`; do not edit. Each ratio is of two figures of one run; a figure is the median of seven rounds.\n\n");
        text.Append(CultureInfo.InvariantCulture, $"On {Environment.ProcessorCount} processors ({Processor()}), .NET {Environment.Version}, {DateTime.UtcNow:yyyy-MM-dd}: {rows.Count(r => r.Reached)} of {rows.Length} figures are what they must be.\n\n| work | must be | is | |\n|---|---|---|---|\n");
        foreach (var row in rows) text.Append(CultureInfo.InvariantCulture, $"| {row.Work} | {row.Must} | {row.Got} | {(row.Reached ? "reached" : "**not reached**")} |\n");
        return text.ToString();
    }

    private static string Processor() => File.ReadLines("/proc/cpuinfo").FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal)) is { } line ? line[(line.IndexOf(':', StringComparison.Ordinal) + 2)..].Trim() : "unknown";
}
