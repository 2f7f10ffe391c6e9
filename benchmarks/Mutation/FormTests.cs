namespace Conformance.Tests;

/// <summary>How everything is written and read, as the suite's own snapshot has it.</summary>
public sealed class FormTests
{
    [Fact]
    public void How_everything_is_written_and_read_stays() => Snapshot.Holds("forms", ReferenceTables.Forms());
}
