using Conformance.CommandLine;
using Conformance.Evidence;
using Conformance.Lab;
using Conformance.Models;
using Conformance.RealDevice.Lab;
using Conformance.Reference.Histories;
using Conformance.Reference.Model;
using Conformance.Reports;

namespace Conformance.Tests;

public sealed class SurfaceTests : IDisposable
{
    private static readonly ModelSet Models = ModelSet.Load();

    private readonly DirectoryInfo _out = Directory.CreateTempSubdirectory("daxspec-surface-");

    [Fact]
    public void Each_surface_is_of_a_driver_that_a_job_can_have() => Assert.Empty(Surface.All.Select(s => s.Driver).Except(GuestJob.Drivers));

    [Fact]
    public void Each_driver_that_a_job_can_have_has_a_surface() => Assert.Empty(GuestJob.Drivers.Except(Surface.All.Select(s => s.Driver)));

    [Fact]
    public void Each_file_system_has_a_surface() => Assert.Empty(GuestJob.FileSystems.Except(Surface.All.Select(s => s.Kind.Split('.')[^1])).Except([GuestJob.Bare]));

    [Fact]
    public void Each_surface_is_a_target_that_can_be_replayed() => Assert.All(Surface.All, s => Assert.Equal(("6.1", s.Driver, s.Kind), LabGuest.Parse($"lab:6.1/{s.Name}")));

    [Fact]
    public void Each_edge_has_a_name_of_its_own() => Assert.Distinct(SurfaceEdges.Of(new()).Select(e => e.Name));

    [Fact]
    public void The_edges_cover_every_operation_of_the_user_surface() =>
        Assert.Superset(new HashSet<OpCode> { OpCode.fault, OpCode.pread, OpCode.pwrite, OpCode.read_direct, OpCode.write_direct, OpCode.map_sync, OpCode.copy_cow_page_dax },
            SurfaceEdges.Of(new()).SelectMany(e => e.History.Operations).Select(o => o.Code).ToHashSet());

    [Fact]
    public void The_model_answers_every_edge()
    {
        using var model = new ReferenceTarget(Models.Profile("6.1"));
        Assert.All(EdgeCaseRun.Answers(model, SurfaceEdges.Of(new())), a => Assert.All(a.Outcomes, o => Assert.Equal(OutcomeKind.Answered, o.Kind)));
    }

    [Fact]
    public void A_bad_page_is_a_SIGBUS_with_the_code_of_the_generation()
    {
        Assert.Equal("failed BUS_ADRERR", Answer("6.1", "a load fault on a bad page"));
        Assert.Equal("failed BUS_MCEERR_AR", Answer("7.2", "a load fault on a bad page"));
    }

    [Fact]
    public void A_surface_that_a_kernel_does_not_have_is_no_failure_of_the_run() =>
        Assert.True(new SurfaceRun(Surface.All[0], null, "no ramdax", ExitCodes.NothingChecked).Absent);

    [Fact]
    public void The_evidence_file_holds_all_that_the_document_tells()
    {
        Record();
        var read = EvidenceReader.Read(_out.FullName, SurfaceRecord.Name);
        Assert.Equal(SurfaceReport.Render(read, Models), SurfaceReport.Render(SurfaceFile.Parse("", SurfaceFile.Render(read)), Models));
    }

    [Fact]
    public void A_surface_that_is_not_there_is_told_with_the_reason()
    {
        Record();
        Assert.Contains("- ramdax/dax.xfs of 6.1: this kernel has no ramdax", SurfaceReport.Render(EvidenceReader.Read(_out.FullName, SurfaceRecord.Name), Models), StringComparison.Ordinal);
    }

    [Fact]
    public void The_answers_to_the_edges_stand_beside_their_names()
    {
        Record();
        Assert.Contains("| MAP_SYNC | mmap with MAP_SYNC | 0 |", SurfaceReport.Render(EvidenceReader.Read(_out.FullName, SurfaceRecord.Name), Models), StringComparison.Ordinal);
    }

    [Fact]
    public void A_directory_without_a_run_is_refused_with_the_command_that_makes_one() =>
        Assert.EndsWith($"run: daxspec lab surface --kernel all --out {_out.FullName}", Assert.Throws<FormatException>(() => EvidenceReader.Read(_out.FullName, SurfaceRecord.Name)).Message, StringComparison.Ordinal);

    public void Dispose() => _out.Delete(recursive: true);

    private static string Answer(string profile, string edge)
    {
        using var model = new ReferenceTarget(Models.Profile(profile));
        return EdgeCaseText.Lines(EdgeCaseRun.Answers(model, SurfaceEdges.Of(new()).Where(e => e.Name == edge)).Single(), Models.Profile(profile))[0];
    }

    /// <summary>What a run of one surface of the model would leave.</summary>
    private void Record()
    {
        var profile = Models.Profile("6.1");
        using var model = new ReferenceTarget(profile);
        var result = new Running.Checker(new() { Target = model, Profile = profile, Cases = 20 }, Models).Run();
        var kernel = _out.CreateSubdirectory("6.1");
        var surface = kernel.CreateSubdirectory("e820.dax.ext4").FullName;
        ReportFiles.Write(result, surface, "");
        ReportFiles.Replace(surface, SurfaceRecord.Edges, SurfaceRecord.RenderEdges("lab:6.1/e820/dax.ext4", EdgeCaseRun.Answers(model, SurfaceEdges.Of(new())), profile));
        SurfaceRun[] runs = [new(new("e820", "dax.ext4"), 0, "", 0), new(new("ramdax", "dax.xfs"), null, "this kernel has no ramdax", ExitCodes.NothingChecked)];
        ReportFiles.Replace(kernel.FullName, SurfaceRecord.Name, SurfaceRecord.Render("6.1", "6.1.9-fake", runs, kernel.FullName));
    }
}
