namespace Conformance.RealDevice.Mapped;

/// <summary>The operation is legal but not carried out here, so what follows it in the history cannot be seen either.</summary>
internal sealed class UnobservableException : Exception;
