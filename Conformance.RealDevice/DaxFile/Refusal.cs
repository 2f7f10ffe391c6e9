using Conformance.Reference.Histories;

namespace Conformance.RealDevice.DaxFile;

/// <summary>Why a device is not taken, in one form: what was found, what was wanted, what to do.</summary>
internal static class Refusal
{
    public static TargetException Of(string target, string found, string wanted, string action, Exception? cause = null)
    {
        var text = Text(target, found, wanted, action);
        return cause is null ? new(text) : new(text, cause);
    }

    public static string Text(string target, string found, string wanted, string action) => $"{target}: found {found}; wanted {wanted}; do: {action}";
}
