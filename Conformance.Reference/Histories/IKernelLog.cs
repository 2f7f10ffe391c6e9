namespace Conformance.Reference.Histories;

/// <summary>A device under test that hears what its kernel logs. Evidence for a report; no verdict reads the words.</summary>
public interface IKernelLog
{
    /// <summary>The lines of the last history that was run, in order of steps.</summary>
    IReadOnlyList<LogLine> LastLog { get; }
}
