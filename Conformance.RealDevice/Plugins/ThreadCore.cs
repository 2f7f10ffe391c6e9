using Conformance.RealDevice.Mapped;
using Conformance.Reference.Profiles;

namespace Conformance.RealDevice.Plugins;

/// <summary>The dax core as one of several threads calls it.</summary>
/// <param name="profile">the generation</param>
/// <param name="pmem">this thread's way to the driver</param>
/// <param name="guarded">every call is guarded as the contract asks</param>
/// <param name="shared">what the threads share</param>
internal sealed class ThreadCore(Profile profile, PmemDevice pmem, bool guarded, SharedLiveness shared) : DaxCore(profile, pmem, guarded)
{
    private readonly Stack<int> _sections = new();

    public override int dax_read_lock()
    {
        _sections.Push(shared.Open());
        return base.dax_read_lock();
    }

    public override bool dax_read_unlock()
    {
        if (!base.dax_read_unlock()) return false;
        shared.Close(_sections.Pop());
        return true;
    }

    public override void kill_dax()
    {
        Alive = false;
        shared.Wait();
    }

    /// <summary>What the thread left open.</summary>
    public void CloseAll()
    {
        while (_sections.TryPop(out var section)) shared.Close(section);
    }
}
