using System.Collections.Immutable;
using System.Globalization;
using Conformance.Reference.Histories;

namespace Conformance.Repro;

/// <summary>Which results the contract allows at one step, as a range of counts and a set of errnos.</summary>
public sealed record Expectation
{
    /// <summary>The errnos that are allowed, or, where <see cref="OtherErrnos"/> holds, that are not.</summary>
    public required ImmutableArray<int> Errnos { get; init; }

    /// <summary>Every errno is allowed but for those of <see cref="Errnos"/>.</summary>
    public required bool OtherErrnos { get; init; }

    public required bool Zero { get; init; }

    /// <summary>The least and the greatest count that is allowed; null: none is.</summary>
    public required (ulong Least, ulong Most)? Counts { get; init; }

    /// <summary>How the greatest count is written for a device of any size.</summary>
    public string MostText { get; init; } = "";

    /// <summary>Nothing that a function can answer is wrong: there is nothing to expect.</summary>
    public bool IsFree => OtherErrnos && Errnos.IsEmpty && Zero && Counts is { Least: 1, Most: ulong.MaxValue };

    public bool Allows(long result) => result switch
    {
        0 => Zero,
        > 0 => Counts is { } counts && (ulong)result >= counts.Least && (ulong)result <= counts.Most,
        _ => Errno.IsError(result) && Errnos.Contains((int)-result) != OtherErrnos,
    };

    /// <summary>The same as a C expression on <c>got</c>.</summary>
    public string InC()
    {
        var parts = new List<string>();
        if (OtherErrnos) parts.Add(string.Join(" && ", ["got < 0", "got >= -MAX_ERRNO", .. Errnos.Select(e => $"got != {Name(e)}")]));
        else parts.AddRange(Errnos.Select(e => $"got == {Name(e)}"));
        if (Zero) parts.Add("got == 0");
        if (Counts is { } c) parts.Add(IsOne(c) ? $"got == {Most}" : c.Most == ulong.MaxValue ? $"got >= {Number(c.Least)}" : $"got >= {Number(c.Least)} && got <= (s64)({Most})");
        return parts.Count == 0 ? "false" : parts.Count == 1 ? parts[0] : string.Join(" || ", parts.Select(p => p.Contains("&&", StringComparison.Ordinal) ? $"({p})" : p));
    }

    /// <summary>The same in words.</summary>
    public string InWords()
    {
        var parts = new List<string>();
        if (Counts is { } c) parts.Add(IsOne(c) ? Most : c.Most == ulong.MaxValue ? $"{Number(c.Least)} or more" : $"{Number(c.Least)} to {Most}");
        if (Zero) parts.Add("0");
        if (OtherErrnos) parts.Add(Errnos.IsEmpty ? "an errno" : $"an errno other than {string.Join(", ", Errnos.Select(Name))}");
        else parts.AddRange(Errnos.Select(Name));
        return parts.Count == 0 ? "nothing" : string.Join(" or ", parts);
    }

    /// <summary>One count and no other. One page that is all of the device stands for any number of pages up to all.</summary>
    private bool IsOne((ulong Least, ulong Most) counts) => counts.Least == counts.Most && (MostText.Length == 0 || counts.Least > 1);

    private string Most => MostText.Length > 0 ? MostText : Number(Counts!.Value.Most);

    /// <summary>"-EIO"; a number where it has no name here.</summary>
    internal static string Name(int errno) => Errno.Text(-errno);

    private static string Number(ulong value) => value.ToString(CultureInfo.InvariantCulture);
}
