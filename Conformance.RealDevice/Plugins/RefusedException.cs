namespace Conformance.RealDevice.Plugins;

/// <summary>Nothing more of a history can be seen here, and the driver owes nothing: it does not take a device that it need not take, or a call of another thread had its process ended.</summary>
internal sealed class RefusedException : Exception;
