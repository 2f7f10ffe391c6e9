using System.Runtime.ExceptionServices;
using System.Text.Json;

namespace Conformance.RealDevice.Plugins;

/// <summary>
/// The lines that a driver's process writes, each for the one who asked: where calls overlap, answers come in any order. One of those
/// who wait reads, for all. Thread safe.
/// </summary>
internal sealed class Answers(DriverProcess process)
{
    private readonly object _lock = new();

    /// <summary>By the id of a question: its answer, once it is there.</summary>
    private readonly Dictionary<ulong, (byte[] Line, long Number)?> _awaited = [];
    private bool _isRead;
    private ExceptionDispatchInfo? _end;

    /// <summary>Before a question is sent: its answer is waited for.</summary>
    public void Await(ulong id)
    {
        lock (_lock) _awaited.Add(id, null);
    }

    /// <summary>The answer to a question, or a line that answers none that is waited for.</summary>
    /// <param name="id">of the question</param>
    /// <param name="since">when it was sent</param>
    /// <param name="deadline">from then on</param>
    /// <exception cref="TroubleException">there is none</exception>
    public (byte[] Line, long Number) Take(ulong id, long since, TimeSpan deadline)
    {
        lock (_lock)
        {
            try
            {
                while (true)
                {
                    if (_awaited[id] is { } answer) return answer;
                    _end?.Throw();
                    if (_isRead) Monitor.Wait(_lock);
                    else if (Read(since, deadline) is var line && (IdOf(line.Line) is not { } other || !_awaited.ContainsKey(other))) return line;
                    else _awaited[IdOf(line.Line)!.Value] = line;
                }
            }
            finally
            {
                _awaited.Remove(id);
            }
        }
    }

    /// <summary>Reads a line while others may ask and wait.</summary>
    private (byte[] Line, long Number) Read(long since, TimeSpan deadline)
    {
        _isRead = true;
        Monitor.Exit(_lock);
        try
        {
            return (process.Next(since, deadline).ToArray(), process.Lines);
        }
        catch (TroubleException e)
        {
            _end = ExceptionDispatchInfo.Capture(e);
            throw;
        }
        finally
        {
            Monitor.Enter(_lock);
            _isRead = false;
            Monitor.PulseAll(_lock);
        }
    }

    /// <summary>The id of an answer; null: it has none, which is for its reader to say.</summary>
    private static ulong? IdOf(ReadOnlySpan<byte> line)
    {
        try
        {
            var json = new Utf8JsonReader(line);
            while (json.Read())
                if (json.TokenType == JsonTokenType.PropertyName && json.CurrentDepth == 1 && json.ValueTextEquals("id"u8))
                    return json.Read() && json.TokenType == JsonTokenType.Number && json.TryGetUInt64(out var id) ? id : null;
        }
        catch (JsonException)
        {
            // It is no JSON: its reader says so, and where.
        }
        return null;
    }
}
