using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace Conformance.RealDevice.Lab;

/// <summary>
/// What QEMU itself says of a guest's end, by QMP: a kernel that ends in a triple fault, or whose watchdog fires, cannot. One line for each
/// event; none when the host ends the guest.
/// </summary>
public sealed class QemuEvents : IDisposable
{
    private readonly StreamReader _control;
    private readonly Thread _reader;
    private readonly List<string> _lines = [];

    /// <param name="control">the host's end of QEMU's control socket; belongs to this</param>
    public QemuEvents(Stream control)
    {
        ArgumentNullException.ThrowIfNull(control);
        _control = new(control, Encoding.UTF8);
        // Before it is told so, QEMU sends no events.
        control.Write("{\"execute\":\"qmp_capabilities\"}\n"u8);
        _reader = new Thread(Read) { IsBackground = true, Name = "daxspec qemu" };
        _reader.Start();
    }

    public IReadOnlyList<string> Lines
    {
        get
        {
            lock (_lines) return [.. _lines];
        }
    }

    /// <summary>Waits for the end of what QEMU has to say; QEMU has ended.</summary>
    public void Drain() => _reader.Join();

    /// <summary>An event that ends a guest, in words; null for anything else that QEMU says.</summary>
    public static string? Text(string json)
    {
        using var message = JsonDocument.Parse(json);
        if (!message.RootElement.TryGetProperty("event", out var name)) return null;
        var data = message.RootElement.TryGetProperty("data", out var some) ? some : default;
        return name.GetString() switch
        {
            "WATCHDOG" => "QEMU: the watchdog fired",
            "SHUTDOWN" => $"QEMU: shutdown, {data.GetProperty("reason").GetString()}",
            _ => null,
        };
    }

    public void Dispose()
    {
        _control.Dispose();
        _reader.Join();
    }

    private void Read()
    {
        try
        {
            while (_control.ReadLine() is { } line)
                if (Text(line) is { } text)
                    lock (_lines) _lines.Add(text);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or SocketException or JsonException)
        {
            // The end of the socket is the end of QEMU; so is our own Dispose.
        }
    }
}
