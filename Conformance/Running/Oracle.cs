namespace Conformance.Running;

/// <summary>What answers are held against.</summary>
[Flags]
public enum Oracle
{
    /// <summary>The model of nd_pmem of one generation, bit for bit.</summary>
    Exact = 1,

    /// <summary>What any provider owes its callers.</summary>
    Contract = 2,
    Both = Exact | Contract,
}
