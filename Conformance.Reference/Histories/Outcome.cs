using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace Conformance.Reference.Histories;

/// <summary>
/// What was seen of one answer. An aspect is either not seen, seen with a value, or (output parameters) seen to be left
/// untouched. Only aspects that both sides saw are ever compared.
/// </summary>
public struct Outcome : IEquatable<Outcome>
{
    /// <summary>How many aspects there are.</summary>
    public const int AspectCount = (int)Aspect.Signal + 1;

    [InlineArray(AspectCount)]
    private struct Values
    {
        private ulong _first;
    }

    private Values _values;

    /// <summary>Why there is an answer or none.</summary>
    public OutcomeKind Kind { get; set; }

    /// <summary>The aspects that were seen.</summary>
    public AspectSet Seen { get; private set; }

    /// <summary>The seen output parameters that the function did not write.</summary>
    public AspectSet Untouched { get; private set; }

    public static Outcome NotSupported => new() { Kind = OutcomeKind.NotSupported };

    public static Outcome NotObservable => new() { Kind = OutcomeKind.NotObservable };

    public static Outcome Of(long result) => new Outcome { Kind = OutcomeKind.Answered }.Set(Aspect.Result, unchecked((ulong)result)).Set(Aspect.Failed, result < 0 ? 1UL : 0);

    /// <summary>Sees an aspect with its value.</summary>
    [UnscopedRef]
    public ref Outcome Set(Aspect aspect, ulong value)
    {
        _values[(int)aspect] = value;
        Seen = Seen.With(aspect);
        Untouched = Untouched.Without(aspect);
        return ref this;
    }

    /// <summary>Sees that an output parameter was left as it was.</summary>
    [UnscopedRef]
    public ref Outcome SetUntouched(Aspect aspect)
    {
        _values[(int)aspect] = 0;
        Seen = Seen.With(aspect);
        Untouched = Untouched.With(aspect);
        return ref this;
    }

    /// <summary>Sees an output parameter, written or not.</summary>
    [UnscopedRef]
    public ref Outcome SetOutput(Aspect aspect, bool written, ulong value)
    {
        if (written) Set(aspect, value);
        else SetUntouched(aspect);
        return ref this;
    }

    /// <summary>Forgets the aspects outside the set: what a target that sees less would have reported.</summary>
    [UnscopedRef]
    public ref Outcome Restrict(AspectSet visible)
    {
        for (var i = 0; i < AspectCount; i++)
            if (!visible.Has((Aspect)i)) _values[i] = 0;
        Seen &= visible;
        Untouched &= visible;
        return ref this;
    }

    public readonly bool Has(Aspect aspect) => Seen.Has(aspect);

    public readonly bool IsUntouched(Aspect aspect) => Untouched.Has(aspect);

    /// <summary>The value of a seen aspect; 0 where not seen or untouched.</summary>
    public readonly ulong this[Aspect aspect] => _values[(int)aspect];

    /// <summary>The function's result; meaningful only when seen.</summary>
    public readonly long Result => unchecked((long)_values[(int)Aspect.Result]);

    /// <summary>The first aspect that both saw and that differs, or null.</summary>
    public readonly Aspect? FirstDifference(in Outcome other)
    {
        var common = Seen & other.Seen;
        foreach (var aspect in common.Items)
            if (IsUntouched(aspect) != other.IsUntouched(aspect) || this[aspect] != other[aspect]) return aspect;
        return null;
    }

    /// <summary>Equal on everything that both saw; without allocation, for the hot path.</summary>
    public readonly bool Agrees(in Outcome other)
    {
        var common = Seen.Bits & other.Seen.Bits;
        if (((Untouched.Bits ^ other.Untouched.Bits) & common) != 0) return false;
        for (; common != 0; common &= common - 1)
        {
            var i = System.Numerics.BitOperations.TrailingZeroCount(common);
            if (_values[i] != other._values[i]) return false;
        }
        return true;
    }

    public readonly bool Equals(Outcome other) => Kind == other.Kind && Seen == other.Seen && Untouched == other.Untouched && Agrees(other);

    public override readonly bool Equals(object? obj) => obj is Outcome other && Equals(other);

    public override readonly int GetHashCode() => (int)Seen.Bits ^ (int)_values[0];

    public static bool operator ==(Outcome left, Outcome right) => left.Equals(right);

    public static bool operator !=(Outcome left, Outcome right) => !left.Equals(right);

    /// <summary>"3 kaddr=0x3000 pfn=0x100003 touched=3"; "untouched" for an output that was not written.</summary>
    public override readonly string ToString()
    {
        if (Kind != OutcomeKind.Answered) return Kind == OutcomeKind.NotSupported ? "not-supported" : "not-observable";
        var text = new StringBuilder();
        if (Has(Aspect.Fault) && this[Aspect.Fault] != 0) text.Append("faulted");
        else if (Has(Aspect.Result)) text.Append(Errno.Text(Result));
        else if (Has(Aspect.Failed)) text.Append(this[Aspect.Failed] == 1 ? "failed" : "ok");
        else text.Append("answered");
        foreach (var aspect in Seen.Items)
            if (aspect is not (Aspect.Result or Aspect.Failed) && !(aspect is Aspect.Fault or Aspect.Misuse or Aspect.Warned or Aspect.Signal && this[aspect] == 0))
                text.Append(CultureInfo.InvariantCulture, $" {DataName.Of(aspect)}={Text(aspect)}");
        return text.ToString();
    }

    /// <summary>One aspect's value as it stands in text.</summary>
    public readonly string Text(Aspect aspect) => IsUntouched(aspect) ? "untouched" : aspect switch
    {
        Aspect.Result => Errno.Text(Result),
        Aspect.Kaddr or Aspect.Pfn or Aspect.Pgoff => $"0x{this[aspect]:x}",
        Aspect.Contents or Aspect.Table or Aspect.Cow => $"#{this[aspect]:x16}",
        Aspect.Misuse => ((Misuse)this[aspect]).ToString(),
        Aspect.Fault => ((Fault)this[aspect]).ToString(),
        Aspect.Signal => SignalCode.Text(this[aspect]),
        Aspect.Pos => unchecked((long)this[aspect]).ToString(CultureInfo.InvariantCulture),
        _ => this[aspect].ToString(CultureInfo.InvariantCulture),
    };
}
