using static Conformance.RealDevice.Probe.DaxspecProbe;

namespace Conformance.RealDevice.Probe;

/// <summary>The answers to one batch.</summary>
/// <param name="Run">how many histories were carried out, in what time</param>
/// <param name="Bytes">an answer for each of them</param>
public readonly record struct ProbeAnswers(daxspec_run Run, ReadOnlyMemory<byte> Bytes);
