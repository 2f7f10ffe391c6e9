using System.Globalization;

namespace Conformance.Reference.Histories;

/// <summary>The si_code values of a SIGBUS (include/uapi/asm-generic/siginfo.h) that an access to a file raises.</summary>
public static class SignalCode
{
    public const ulong None = 0, BUS_ADRERR = 2, BUS_MCEERR_AR = 4;

    public static string Text(ulong code) => code switch
    {
        BUS_ADRERR => nameof(BUS_ADRERR),
        BUS_MCEERR_AR => nameof(BUS_MCEERR_AR),
        _ => code.ToString(CultureInfo.InvariantCulture),
    };
}
