namespace Conformance.Lab;

/// <summary>Calls of kernel functions under test, and the time that they took.</summary>
public readonly record struct LabCalls(long Count, TimeSpan Time)
{
    public long PerSecond => Time > TimeSpan.Zero ? (long)(Count / Time.TotalSeconds) : 0;

    public static LabCalls operator -(LabCalls left, LabCalls right) => new(left.Count - right.Count, left.Time - right.Time);
}
