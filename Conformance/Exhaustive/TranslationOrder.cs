using System.Collections.Immutable;
using Conformance.Reference.Histories;

namespace Conformance.Exhaustive;

/// <summary>
/// The calls of a scope in the order in which they are carried out on a device: those that ask for the same pages stand together, and
/// of these the ones on the live device before the ones behind a kill_dax.
/// </summary>
internal sealed class TranslationOrder
{
    /// <summary>Calls that ask for the same pages. Those on a dead device ask for none.</summary>
    /// <param name="Pgoff">first page</param>
    /// <param name="Asked">pages asked for that exist</param>
    /// <param name="Start">first call</param>
    /// <param name="Dead">first call on the dead device</param>
    /// <param name="End">behind the last call</param>
    internal readonly record struct Range(ulong Pgoff, ulong Asked, int Start, int Dead, int End)
    {
        /// <summary>How many.</summary>
        public int Length => End - Start;

        /// <summary>Operations of the histories of all of them.</summary>
        public int Operations => Dead - Start + 2 * (End - Dead);

        /// <summary>Operations of the history of one.</summary>
        public int OperationsOf(int call) => call < Dead ? 1 : 2;
    }

    public TranslationOrder(ITranslationScope scope)
    {
        var calls = scope.Calls;
        var pages = scope.DeviceAt(0).Pages;
        (ulong Pgoff, ulong Asked) RangeOf(int number)
        {
            var (dead, call) = calls[number];
            if (dead) return (0, 0);
            return (call.Pgoff, call.NrPages <= 0 || call.Pgoff >= pages ? 0 : Math.Min((ulong)call.NrPages, pages - call.Pgoff));
        }
        Numbers = [.. Enumerable.Range(0, calls.Count).OrderBy(RangeOf).ThenBy(n => calls[n].Dead)];
        Calls = [.. Numbers.Select(n => calls[n].Call)];
        var ranges = ImmutableArray.CreateBuilder<Range>();
        for (int start = 0, end; start < Numbers.Length; start = end)
        {
            var (pgoff, asked) = RangeOf(Numbers[start]);
            for (end = start; end < Numbers.Length && RangeOf(Numbers[end]) == (pgoff, asked);) end++;
            var dead = start;
            while (dead < end && !calls[Numbers[dead]].Dead) dead++;
            ranges.Add(new(pgoff, asked, start, dead, end));
        }
        Ranges = ranges.ToImmutable();
    }

    /// <summary>The calls.</summary>
    public ImmutableArray<AccessCall> Calls { get; }

    /// <summary>The number that each of them has in the scope.</summary>
    public ImmutableArray<int> Numbers { get; }

    public ImmutableArray<Range> Ranges { get; }

    /// <summary>Operations of the histories of all calls.</summary>
    public int Operations => Ranges.Sum(r => r.Operations);
}
