using System.Diagnostics;
using Conformance.RealDevice.Lab;

namespace Conformance.Suite;

/// <summary>
/// The SIGBUS that a process really gets (lab/guest/sigbus.c), on every kernel that is prepared: what the populating madvise of dax: is
/// taken for.
/// </summary>
[Collection(nameof(RealPmemTests))]
public sealed class RealSignalTests : IDisposable
{
    private readonly DirectoryInfo _out = Directory.CreateTempSubdirectory("daxspec-signal-");

    public static TheoryData<string, int> Kernels => new() { { "5.10", 2 }, { "6.1", 2 }, { "6.12", 4 }, { "7.2", 4 } };

    [ObservableTheory]
    [MemberData(nameof(Kernels))]
    public void A_poisoned_page_raises_a_SIGBUS_with_the_code_of_its_generation(string name, int code)
    {
        if (!LabCache.Default.TryFind(name, out var kernel, out var problem)) throw new NotObservableException(problem);
        var program = Compile();
        var script = $"""
            file=$DAXSPEC_DAX_FILE
            block=$(filefrag -b512 -v "$file" | sed -n 's/^ *0: *0\.\. *[0-9]*: *\([0-9]*\)\.\..*/\1/p')
            echo "$((block + 16)) 1" >/sys/block/${"{DAXSPEC_DEVICE#/dev/}"}/badblocks
            for how in 'load shared' 'store shared' 'load private' 'store private'; do {GuestJob.GuestOut}/{Path.GetFileName(program)} "$file" 2 $how; done
            {GuestJob.GuestOut}/{Path.GetFileName(program)} "$file" 1 load shared
            {GuestJob.GuestOut}/{Path.GetFileName(program)} "$file" 4096 load shared
            """;
        var result = VirtualMachine.Run(new(kernel, "e820", ["/bin/sh", "-c", script], _out.FullName), _ => { }, CancellationToken.None);
        Assert.Equal(GuestStatus.Finished, result.Status);
        var bad = $"7 {code}";
        Assert.Equal([bad, bad, bad, bad, "0 0", "7 2"], File.ReadAllLines(Path.Combine(_out.FullName, "stdout.txt")));
    }

    public void Dispose() => _out.Delete(recursive: true);

    private string Compile()
    {
        var program = Path.Combine(_out.FullName, "sigbus");
        var source = Path.Combine(AppContext.BaseDirectory, "lab", "sigbus.c");
        using var compiler = Process.Start("gcc", ["-static", "-O1", "-o", program, source]);
        compiler.WaitForExit();
        Assert.Equal(0, compiler.ExitCode);
        return program;
    }
}
