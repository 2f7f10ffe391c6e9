namespace Conformance.Reference.Histories;

/// <summary>Something that can be checked: what it is, what can be seen of it, and how to get at it.</summary>
public interface ITarget : IDisposable
{
    TargetDescription Description { get; }

    /// <summary>Opens a device of its own for one worker thread.</summary>
    /// <exception cref="TargetException">it cannot be opened; the message says what to do</exception>
    IDeviceUnderTest Open();
}
