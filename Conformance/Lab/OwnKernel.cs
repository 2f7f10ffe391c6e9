namespace Conformance.Lab;

/// <summary>A kernel of the user's own.</summary>
/// <param name="Image">the bzImage</param>
/// <param name="Modules">its lib/modules/RELEASE</param>
public sealed record OwnKernel(string Image, string Modules);
