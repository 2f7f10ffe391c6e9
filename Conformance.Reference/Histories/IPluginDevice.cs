namespace Conformance.Reference.Histories;

/// <summary>A device whose driver is somebody's program: it may crash, hang or talk nonsense, and is had anew then.</summary>
public interface IPluginDevice : IMortalDevice
{
    /// <summary>What went wrong in the last history that was run, or null. The outcomes from its step on are not observable.</summary>
    Trouble? LastTrouble { get; }
}
