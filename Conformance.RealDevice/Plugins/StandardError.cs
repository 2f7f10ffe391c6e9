using System.Collections.Immutable;

namespace Conformance.RealDevice.Plugins;

/// <summary>Takes what a process writes to standard error, however much it is, and keeps its last lines.</summary>
internal sealed class StandardError
{
    private const int MaxLines = 20, MaxLine = 400;

    private readonly Queue<string> _last = new();
    private readonly Thread _thread;
    private long _lines;

    public StandardError(StreamReader reader)
    {
        _thread = new Thread(() => Read(reader)) { IsBackground = true, Name = "daxspec stderr" };
        _thread.Start();
    }

    /// <summary>The last lines; of a process that has ended, once all of them are there.</summary>
    public ImmutableArray<string> Last(bool hasEnded)
    {
        if (hasEnded) _thread.Join(TimeSpan.FromSeconds(10));
        lock (_last) return _lines > MaxLines ? [$"({_lines - MaxLines} earlier lines left out)", .. _last] : [.. _last];
    }

    private void Read(StreamReader reader)
    {
        try
        {
            Span<char> line = stackalloc char[MaxLine];
            var length = 0;
            for (var c = reader.Read(); c >= 0; c = reader.Read())
            {
                if (c == '\n')
                {
                    Add(line[..length]);
                    length = 0;
                }
                else if (length < MaxLine) line[length++] = char.IsControl((char)c) ? ' ' : (char)c;
            }
            if (length > 0) Add(line[..length]);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or InvalidOperationException)
        {
            // Its process is gone.
        }
    }

    private void Add(ReadOnlySpan<char> line)
    {
        lock (_last)
        {
            _lines++;
            _last.Enqueue(line.TrimEnd().ToString());
            if (_last.Count > MaxLines) _last.Dequeue();
        }
    }
}
