using System.ComponentModel;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace Conformance.Suite;

/// <summary>One row of a <see cref="ClauseTheoryAttribute"/>: its name is the clause's sentence.</summary>
public sealed class ClauseTestCase : ObservableTestCase
{
    /// <summary>For xunit's deserializer.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    [Obsolete("For the deserializer; use the other constructor.")]
    public ClauseTestCase()
    {
    }

    public ClauseTestCase(IMessageSink sink, TestMethodDisplay display, TestMethodDisplayOptions options, ITestMethod method, object[] row)
        : base(sink, display, options, method, row)
    {
    }

    protected override void Initialize()
    {
        base.Initialize();
        if (TestMethodArguments is [Named clause]) DisplayName = clause.ToString();
    }
}
