using System.Collections.Concurrent;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace StandIns.Tests;

/// <summary>Keeps what xunit reports.</summary>
internal sealed class MessageLog : LongLivedMarshalByRefObject, IMessageSink
{
    private readonly ConcurrentQueue<IMessageSinkMessage> _messages = [];
    private readonly TaskCompletionSource _discovered = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Discovered => _discovered.Task;

    public IEnumerable<T> Of<T>() => _messages.OfType<T>();

    public bool OnMessage(IMessageSinkMessage message)
    {
        _messages.Enqueue(message);
        if (message is IDiscoveryCompleteMessage)
            _discovered.SetResult();
        return true;
    }
}
