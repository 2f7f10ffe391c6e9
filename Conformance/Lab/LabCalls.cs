using System.Globalization;
using Conformance.Reference.Histories;

namespace Conformance.Lab;

/// <summary>Calls of kernel functions under test, as a target's environment block tells them.</summary>
/// <param name="Count">all of them</param>
/// <param name="PerSecond">of the time spent in them</param>
public readonly record struct LabCalls(long Count, long PerSecond)
{
    public static LabCalls Of(TargetDescription target)
    {
        return new(Value("kernel calls"), Value("calls per second"));

        long Value(string name) => long.TryParse(target.Environment.FirstOrDefault(e => e.Name == name).Value, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : 0;
    }
}
