using System.Collections.Immutable;
using Conformance.Reference.Histories;
using static Conformance.Reference.Histories.OpCode;

namespace Conformance.Suite;

/// <summary>Faults, reads and writes of a file, and of the disk below it, as a process sees them.</summary>
public sealed class UserSurfaceProperties(SuiteTarget target) : HistoryProperties(target)
{
    [HistoryProperty<File>]
    public void Faults_reads_and_writes_of_a_file_conform(History history) => Conforms(history);

    [HistoryProperty<Disk>]
    public void Direct_reads_and_writes_of_the_disk_conform(History history) => Conforms(history);

    public sealed class File : IOperations
    {
        public static ImmutableArray<OpCode> Codes => [fault, pread, pwrite, map_sync, badblocks_set, load, store];
    }

    public sealed class Disk : IOperations
    {
        public static ImmutableArray<OpCode> Codes => [read_direct, write_direct, pread, badblocks_set, load];
    }
}
