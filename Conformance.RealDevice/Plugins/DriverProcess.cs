using System.Buffers;
using System.Diagnostics;
using System.IO.Pipes;
using System.Text;
using Conformance.RealDevice.Native;
using Conformance.Reference.Histories;
using Microsoft.Win32.SafeHandles;

namespace Conformance.RealDevice.Plugins;

/// <summary>A process of the author's that is spoken to line by line: one line goes in, one comes out, each within the deadline.</summary>
internal sealed unsafe class DriverProcess : IDisposable
{
    /// <summary>Bytes of the longest line that is taken.</summary>
    public const int MaxLine = 1 << 20;

    /// <summary>Bytes; it grows with the lines.</summary>
    private const int FirstRoom = 4096;

    /// <summary>What a pipe that is ready takes without making the writer wait (PIPE_BUF).</summary>
    private const int Chunk = 4096;

    /// <summary>What makes a command line more than one command.</summary>
    private static readonly SearchValues<char> Operators = SearchValues.Create(";&|<>()`\n");

    private readonly Process _process;
    private readonly StandardError _error;
    private readonly SafePipeHandle _in, _out;
    private byte[] _buffer = new byte[FirstRoom];
    private int _start, _end;
    private bool _isDisposed;

    /// <param name="command">a command line for sh</param>
    /// <exception cref="TargetException">sh does not start</exception>
    public DriverProcess(string command)
    {
        var info = new ProcessStartInfo("/bin/sh", ["-c", IsSimple(command) ? $"exec {command}" : command]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, StandardErrorEncoding = Encoding.UTF8 };
        try
        {
            _process = Process.Start(info)!;
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            throw new TargetException($"exec:{command}: found that /bin/sh does not start ({e.Message}); wanted a shell; do: see this machine", e);
        }
        _error = new(_process.StandardError);
        _in = ((AnonymousPipeClientStream)_process.StandardInput.BaseStream).SafePipeHandle;
        _out = ((AnonymousPipeClientStream)_process.StandardOutput.BaseStream).SafePipeHandle;
    }

    /// <summary>Lines that it has written.</summary>
    public long Lines { get; private set; }

    /// <summary>What it wrote to standard error last.</summary>
    public IReadOnlyList<string> Said => _error.Last(_isDisposed || _process.HasExited);

    /// <summary>Sends a line.</summary>
    /// <param name="line">with its line end</param>
    /// <param name="since">when that began</param>
    /// <param name="deadline">from then on</param>
    /// <exception cref="TroubleException">nobody takes it</exception>
    public void Send(ReadOnlySpan<byte> line, long since, TimeSpan deadline)
    {
        while (line.Length > 0)
        {
            Await(_in, Poll.POLLOUT, since, deadline, "it does not read its standard input");
            fixed (byte* bytes = line)
            {
                var written = Unistd.write(Handle(_in), bytes, (nuint)Math.Min(line.Length, Chunk));
                if (written <= 0) throw Ended("it closed its standard input");
                line = line[(int)written..];
            }
        }
    }

    public void Dispose()
    {
        if (_isDisposed) return;
        // A driver that ends when its input does is given the time to.
        _process.StandardInput.Close();
        if (!_process.WaitForExit(200)) ProcessEnd.Kill(_process);
        _isDisposed = true;
        _process.Dispose();
    }

    /// <summary>Ends it at once: it is of no use any more.</summary>
    public void Kill() => ProcessEnd.Kill(_process);

    /// <summary>The next line.</summary>
    /// <param name="since">when it was asked for</param>
    /// <param name="deadline">from then on</param>
    /// <returns>without its line end; valid until the next call</returns>
    /// <exception cref="TroubleException">there is none</exception>
    public ReadOnlySpan<byte> Next(long since, TimeSpan deadline)
    {
        for (var seen = _start; ;)
        {
            var at = _buffer.AsSpan(seen, _end - seen).IndexOf((byte)'\n');
            if (at >= 0)
            {
                var line = _buffer.AsSpan(_start, seen + at - _start);
                _start = seen + at + 1;
                Lines++;
                return line;
            }
            seen = _end;
            if (_start > 0)
            {
                _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
                (seen, _end, _start) = (seen - _start, _end - _start, 0);
            }
            if (_end == MaxLine) throw new TroubleException(Conduct.InForm, $"line {Lines + 1} is longer than {MaxLine} bytes: {AnswerLine.Cut(_buffer.AsSpan(0, 80))}", "one answer a line", "does the driver print something else to standard output, or no line ends?");
            if (_end == _buffer.Length) Array.Resize(ref _buffer, 2 * _buffer.Length);
            Await(_out, Poll.POLLIN, since, deadline, "it writes nothing to its standard output; is it flushed?");
            fixed (byte* free = _buffer.AsSpan(_end))
            {
                var read = Unistd.read(Handle(_out), free, (nuint)(_buffer.Length - _end));
                if (read <= 0) throw Ended("it closed its standard output");
                _end += (int)read;
            }
        }
    }

    private static void Await(SafePipeHandle pipe, short events, long since, TimeSpan deadline, string why)
    {
        var wait = new Poll.pollfd { fd = (int)pipe.DangerousGetHandle(), events = events };
        var left = deadline - Stopwatch.GetElapsedTime(since);
        if (left <= TimeSpan.Zero || Poll.poll(&wait, 1, (int)Math.Ceiling(left.TotalMilliseconds)) == 0)
            throw TroubleException.Late(deadline, why);
    }

    private TroubleException Ended(string how) => new(Conduct.ComesBack, ProcessEnd.Of(_process) ?? $"{how} and runs on", "an answer", "the driver's process is to live, and to answer, until its standard input ends");

    /// <summary>One command: it takes the place of the shell, so that its end is seen as it is.</summary>
    private static bool IsSimple(string command) => !command.AsSpan().ContainsAny(Operators) && !command.Split(' ')[0].Contains('=', StringComparison.Ordinal);

    /// <summary>The same descriptor, for functions that take files.</summary>
    private static SafeFileHandle Handle(SafePipeHandle pipe) => new(pipe.DangerousGetHandle(), ownsHandle: false);
}
