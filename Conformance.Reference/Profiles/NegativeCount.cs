namespace Conformance.Reference.Profiles;

/// <summary>What dax_direct_access answers to a negative nr_pages.</summary>
public enum NegativeCount
{
    /// <summary>The count itself, as if it were an errno (until 5.13).</summary>
    Echo,

    /// <summary>EINVAL (5.14, commit b05d4c576b69).</summary>
    EInval,
}
