using System.Collections.Immutable;
using System.Globalization;
using Conformance.Lab;
using Conformance.RealDevice.Lab;
using Conformance.Reference.Histories;
using Conformance.Reports;
using Conformance.Running;

namespace Conformance.CommandLine;

/// <summary>
/// Boots a kernel once and runs this very program in it on each of its surfaces. A guest that goes down or hangs costs the surface that it
/// was at: the others go on in another.
/// </summary>
internal sealed class LabSurfaces(SurfaceRequest request, DirectoryInfo directory, TextWriter output, TextWriter error)
{
    /// <summary>What a guest and the check in it leave; what an earlier run left would be taken for this one's.</summary>
    private static readonly string[] Left = ["guest.exit", "guest.failed", "guest.absent", "run.jsonl", SurfaceRecord.Edges, "case-under-way.txt"];

    /// <exception cref="TargetException">the kernel is not prepared</exception>
    public IReadOnlyList<SurfaceRun> Run(string name, CancellationToken cancel)
    {
        if (!LabCache.Default.TryFind(name, out var kernel, out var problem)) throw new TargetException($"lab:{name} is not observable here: {problem}");
        var into = directory.CreateSubdirectory(name);
        ImmutableArray<Surface> wanted = [.. Surface.All.Where(s => request.Drivers.Count == 0 || request.Drivers.Contains(s.Driver))];
        foreach (var file in wanted.SelectMany(s => Left.Select(l => Path.Combine(into.FullName, s.Directory, l))).Where(File.Exists)) File.Delete(file);
        var runs = new List<SurfaceRun>();
        File.Delete(Path.Combine(into.FullName, SurfaceRecord.Name));
        for (var left = wanted; !left.IsEmpty; left = left.RemoveAll(s => runs.Any(r => r.Surface == s)))
        {
            // With every surface that is through the record grows, so that it outlives whatever comes next.
            var result = Boot(kernel, left, into, () => Record(kernel, wanted, [.. runs, .. left.Select(s => Ended(s, into)).OfType<SurfaceRun>()], into), cancel);
            runs.AddRange(left.Select(s => Ended(s, into)).OfType<SurfaceRun>());
            // The first without an end is the one that was under way.
            if (left.Where(s => !runs.Any(r => r.Surface == s)).ToArray() is [var lost, ..]) runs.Add(Lost(lost, kernel, result, into));
        }
        Record(kernel, wanted, runs, into);
        return runs;
    }

    private static void Record(LabKernel kernel, ImmutableArray<Surface> wanted, IEnumerable<SurfaceRun> runs, DirectoryInfo into) =>
        ReportFiles.Replace(into.FullName, SurfaceRecord.Name, SurfaceRecord.Render(kernel.Name, kernel.Release, runs.OrderBy(r => wanted.IndexOf(r.Surface)), into.FullName));

    private GuestResult Boot(LabKernel kernel, ImmutableArray<Surface> surfaces, DirectoryInfo into, Action through, CancellationToken cancel)
    {
        var job = new GuestJob(kernel, surfaces[0].Driver, ["/bin/sh", "-c", Script(kernel.Name)], into.FullName)
        {
            Surfaces = [.. surfaces.Select(s => s.Directory)],
            Deadline = LabGuest.Deadline,
            NoProgress = LabGuest.NoProgress,
            MemoryMebibytes = LabGuest.Memory,
        };
        if (job.Problem() is { } wrong) throw new UsageException($"lab surface: {wrong}");
        error.WriteLine($"booting {kernel.Release}, {Words.Plural(surfaces.Length, "surface")}");
        var result = VirtualMachine.Run(job, Hear, cancel);
        error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"guest: {kernel.Release}, up after {result.BootTime.TotalSeconds:F0} s, {result.TotalTime.TotalSeconds:F0} s in all"));
        return result;

        void Hear(string line)
        {
            LabGuest.Forward(line, into, output, error);
            if (line.StartsWith("done ", StringComparison.Ordinal)) through();
        }
    }

    /// <summary>The guest alone knows the surface under way and its device.</summary>
    private string Script(string kernel) =>
        "case $DAXSPEC_SURFACE in devdax.*) target=devdax:$DAXSPEC_DEVDAX ;; *) target=dax:/run/daxspec/pmem/daxspec ;; esac\n"
        + LabGuest.Script(
            [
                .. LabGuest.Program, "check", "TARGET", "--as", "NAMED", "--profile", kernel, "--oracle", request.Oracle.ToString().ToLowerInvariant(),
                "--seed", request.Seed.ToString(CultureInfo.InvariantCulture), "--cases", request.Cases.ToString(CultureInfo.InvariantCulture),
                "--sweep-step", request.SweepStep.ToString(CultureInfo.InvariantCulture), "--out", "OUT", "--journal",
            ],
            ("TARGET", "$target"), ("NAMED", $"lab:{kernel}/${{DAXSPEC_SURFACE%%.*}}/${{DAXSPEC_SURFACE#*.}}"), ("OUT", $"{GuestJob.GuestOut}/$DAXSPEC_SURFACE"));

    /// <returns>Null where the guest has said nothing of it.</returns>
    private static SurfaceRun? Ended(Surface surface, DirectoryInfo into)
    {
        var (exit, absent, failed) = (Text("guest.exit"), Text("guest.absent"), Text("guest.failed"));
        if (absent is not null) return new(surface, null, absent, ExitCodes.NothingChecked);
        if (failed is not null) return new(surface, null, failed, ExitCodes.Harness);
        if (exit is null) return null;
        var code = int.Parse(exit, CultureInfo.InvariantCulture);
        // Without a record it was refused, or it died: its last words are on its standard error.
        return File.Exists(Path.Combine(into.FullName, surface.Directory, "run.jsonl")) ? new(surface, code, "", code)
            : new(surface, null, Text("stderr.txt")?.Split('\n') is [.., var last] ? last : $"exit code {code}", ExitCodes.Harness);

        string? Text(string name) => Path.Combine(into.FullName, surface.Directory, name) is var file && File.Exists(file) ? File.ReadAllText(file).Trim() : null;
    }

    private SurfaceRun Lost(Surface surface, LabKernel kernel, GuestResult result, DirectoryInfo into)
    {
        var path = Path.Combine(into.FullName, surface.Directory);
        var lost = new LostGuest($"lab:{kernel.Name}/{surface.Name}", kernel.Release, result.Status, result.Reason, Journal.Read(path), [.. result.KernelLog.TakeLast(40)]);
        var report = ReportFiles.Write(lost, path, Path.Combine(directory.ToString(), kernel.Name, surface.Directory));
        foreach (var line in lost.Lines(report)) output.WriteLine(line);
        return new(surface, null, $"the guest {lost.Word}{(lost.Case is { } at ? $" in case {at.Label}: {at.Token}" : "")}", lost.Case is null ? ExitCodes.Harness : ExitCodes.Broken);
    }
}
