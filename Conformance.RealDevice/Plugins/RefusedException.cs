namespace Conformance.RealDevice.Plugins;

/// <summary>The driver does not take a device that it need not take: nothing of its history can be seen.</summary>
internal sealed class RefusedException : Exception;
