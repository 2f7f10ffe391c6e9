using System.ComponentModel;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace Conformance.Suite;

/// <summary>One row of an <see cref="ObservableTheoryAttribute"/>.</summary>
public class ObservableTestCase : XunitTestCase
{
    /// <summary>For xunit's deserializer.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    [Obsolete("For the deserializer; use the other constructor.")]
    public ObservableTestCase()
    {
    }

    public ObservableTestCase(IMessageSink sink, TestMethodDisplay display, TestMethodDisplayOptions options, ITestMethod method, object[] row)
        : base(sink, display, options, method, row)
    {
    }

    public override async Task<RunSummary> RunAsync(
        IMessageSink diagnosticMessageSink, IMessageBus messageBus, object[] constructorArguments, ExceptionAggregator aggregator, CancellationTokenSource cancellationTokenSource)
    {
        var bus = new SkippingBus(messageBus);
        var summary = await base.RunAsync(diagnosticMessageSink, bus, constructorArguments, aggregator, cancellationTokenSource);
        summary.Failed -= bus.Skipped;
        summary.Skipped += bus.Skipped;
        return summary;
    }

    /// <summary>Passes a failure for <see cref="NotObservableException"/> on as a skip with its message.</summary>
    private sealed class SkippingBus(IMessageBus inner) : IMessageBus
    {
        public int Skipped { get; private set; }

        public bool QueueMessage(IMessageSinkMessage message)
        {
            if (message is not ITestFailed failed || failed.ExceptionTypes[0] != typeof(NotObservableException).FullName) return inner.QueueMessage(message);
            Skipped++;
            return inner.QueueMessage(new TestSkipped(failed.Test, failed.Messages[0]));
        }

        /// <summary>The inner bus is its owner's.</summary>
        public void Dispose()
        {
        }
    }
}
