namespace Conformance.Reference.Histories;

/// <summary>The errno values this contract speaks of (include/uapi/asm-generic/errno*.h); functions answer them negated.</summary>
public static class Errno
{
    public const int EIO = 5, ENXIO = 6, ENOMEM = 12, EFAULT = 14, EBUSY = 16, EINVAL = 22, ENOSPC = 28, ERANGE = 34, EOPNOTSUPP = 95, EHWPOISON = 133;

    /// <summary>The largest errno that a pointer or a result can carry (MAX_ERRNO, include/linux/err.h).</summary>
    public const int MAX_ERRNO = 4095;

    private static readonly (int Value, string Name)[] Names =
    [
        (EIO, nameof(EIO)), (ENXIO, nameof(ENXIO)), (ENOMEM, nameof(ENOMEM)), (EFAULT, nameof(EFAULT)), (EBUSY, nameof(EBUSY)), (EINVAL, nameof(EINVAL)),
        (ENOSPC, nameof(ENOSPC)), (ERANGE, nameof(ERANGE)), (EOPNOTSUPP, nameof(EOPNOTSUPP)), (EHWPOISON, nameof(EHWPOISON)),
    ];

    /// <summary>True for -MAX_ERRNO .. -1.</summary>
    public static bool IsError(long result) => result is < 0 and >= -MAX_ERRNO;

    /// <summary>"-EIO" for -5, the number itself where it is no errno of this list.</summary>
    public static string Text(long result)
    {
        foreach (var (value, name) in Names)
            if (result == -value) return "-" + name;
        return result.ToString(System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>Reads what <see cref="Text"/> writes.</summary>
    public static bool TryParse(string text, out long result)
    {
        foreach (var (value, name) in Names)
            if (text.Length == name.Length + 1 && text[0] == '-' && text.EndsWith(name, StringComparison.Ordinal))
            {
                result = -value;
                return true;
            }
        return long.TryParse(text, System.Globalization.NumberStyles.AllowLeadingSign, System.Globalization.CultureInfo.InvariantCulture, out result);
    }
}
