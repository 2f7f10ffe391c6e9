namespace Conformance.Lab;

/// <summary>A kernel of the user's own.</summary>
/// <param name="Image">the bzImage</param>
/// <param name="Modules">its lib/modules/RELEASE</param>
/// <param name="Headers">what modules for it, the probe above all, are built against; null: build/ in its modules</param>
public sealed record OwnKernel(string Image, string Modules, string? Headers = null);
