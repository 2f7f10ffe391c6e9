namespace Conformance.Reference.Histories;

/// <summary>One line that a kernel logged at warning or above while it carried a history out.</summary>
/// <param name="Step">index of the operation during which it came</param>
/// <param name="Text">the line, without time stamp and line end</param>
public readonly record struct LogLine(int Step, string Text);
