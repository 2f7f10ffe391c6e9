using Conformance.Reference.Histories;
using Conformance.Reference.Profiles;

namespace Conformance.Reference.Model;

/// <summary>
/// The machine that the modelled functions run on: its generation, its page size, and whether a call has taken it down.
/// </summary>
/// <remarks>
/// A call that does not return to its caller is a flag here and not an exception: generated histories fault often, and one that
/// does must not cost a hundred that do not. A function that raises it, or whose callee may have, returns at once; the value is
/// of no meaning and nobody may look at the device any more.
/// </remarks>
public sealed class Kernel(Profile profile)
{
    /// <summary>The generation.</summary>
    public Profile Profile { get; } = profile;

    /// <summary>PAGE_SHIFT.</summary>
    public PageShift Page { get; private set; } = new(12);

    /// <summary>How a call ended that did not return, or None.</summary>
    public Fault Fault { get; private set; }

    /// <summary>False: a call did not return, and nothing else can be asked.</summary>
    public bool Up => Fault == Fault.None;

    /// <summary>Starts afresh with pages of 2^<paramref name="pageShift"/> bytes.</summary>
    public void Boot(int pageShift) => (Page, Fault) = (new(pageShift), Fault.None);

    /// <summary>The call under way does not return to its caller; the first reason stays.</summary>
    /// <returns>0, so that a function can end with it</returns>
    public int Oops(Fault fault)
    {
        if (Up) Fault = fault;
        return 0;
    }
}
