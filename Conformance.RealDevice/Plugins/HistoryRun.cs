using System.Collections.Immutable;
using Conformance.RealDevice.Mapped;
using Conformance.RealDevice.Native;
using Conformance.Reference.Histories;

namespace Conformance.RealDevice.Plugins;

/// <summary>One history on a mapped device with a plugged driver, in the process that the mapped device is in.</summary>
internal static class HistoryRun
{
    /// <param name="device">with the driver in it</param>
    /// <param name="history">what to carry out</param>
    /// <param name="outcomes">one for each operation</param>
    /// <param name="skip">a bit for each operation that is not carried out</param>
    /// <param name="begin">told the index of an operation before it begins; -1: the device is opened</param>
    /// <param name="end">told the index of an operation once its outcome is there</param>
    /// <returns>what went wrong, without a log, or null</returns>
    /// <exception cref="TargetException">this host refuses what a mapped device is made of</exception>
    public static Trouble? Carry(MappedDevice device, History history, Memory<Outcome> outcomes, ulong skip, Action<int>? begin = null, Action<int, Outcome>? end = null)
    {
        outcomes.Span.Fill(Outcome.NotObservable);
        var step = -1;
        return Watched(() =>
        {
            begin?.Invoke(step);
            device.Begin(history.Geometry);
            for (step = 0; step < history.Operations.Length; step++)
            {
                if ((skip >> (int)history.Operations[step].Code & 1) != 0) continue;
                begin?.Invoke(step);
                var goesOn = device.Carry(history.Operations[step], ref outcomes.Span[step]);
                end?.Invoke(step, outcomes.Span[step]);
                if (!goesOn) break;
            }
        }, () => step);
    }

    /// <summary>What goes wrong in the driver while calls of it are made.</summary>
    /// <param name="calls">makes them</param>
    /// <param name="at">the operation under way; -1: the device is being opened</param>
    /// <returns>what went wrong, without a log, or null</returns>
    /// <exception cref="TargetException">this host refuses what a mapped device is made of</exception>
    public static Trouble? Watched(Action calls, Func<int> at)
    {
        try
        {
            calls();
            return null;
        }
        catch (RefusedException)
        {
            return null;
        }
        catch (TroubleException trouble)
        {
            return trouble.At(Math.Max(at(), 0), []);
        }
        catch (LibcException e)
        {
            throw new TargetException($"found that this host refuses what a mapped device is made of ({e.Message}); wanted mappings, process_vm_readv and process_vm_writev on the own process; do: see the limits of memory and mappings (ulimit, vm.max_map_count) and what a sandbox forbids (seccomp)", e);
        }
        catch (Exception e) when (e is not (TargetException or FaultException or UnobservableException or OperationCanceledException))
        {
            return Thrown(e).At(Math.Max(at(), 0), Where(e));
        }
        catch (FaultException e)
        {
            return new TroubleException(Conduct.ComesBack, $"open faulted: {e.Fault}", "0", "it touched memory that is not the device's").At(0, []);
        }
    }

    private static TroubleException Thrown(Exception e) =>
        new(Conduct.ComesBack, $"{e.GetType().Name}: {e.Message}", "an answer", "the driver threw an exception; a failure is told by a negative errno");

    private static ImmutableArray<string> Where(Exception e) =>
        [.. (e.StackTrace ?? "").Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Where(l => !l.Contains("Conformance.RealDevice", StringComparison.Ordinal)).Take(5)];
}
