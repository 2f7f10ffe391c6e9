using Conformance.Reference.Histories;

namespace Conformance.RealDevice.Plugins;

/// <summary>The members by the names of the kernel, as drivers declare them.</summary>
internal static class MemberNames
{
    public static IReadOnlyList<(string Name, DriverMembers Member)> All { get; } =
    [
        ("direct_access", DriverMembers.DirectAccess),
        ("zero_page_range", DriverMembers.ZeroPageRange),
        ("recovery_write", DriverMembers.RecoveryWrite),
        ("badblocks", DriverMembers.Badblocks),
        ("liveness", DriverMembers.Liveness),
        ("concurrent", DriverMembers.Concurrent),
    ];

    public static string Text(DriverMembers members) => string.Join(", ", All.Where(m => members.HasFlag(m.Member)).Select(m => m.Name));

    /// <summary>The operations table of a device with that driver. dax_supported is the core's.</summary>
    public static DriverOps Ops(DriverMembers members) => DriverOps.Table | DriverOps.DaxSupported
        | (members.HasFlag(DriverMembers.DirectAccess) ? DriverOps.DirectAccess : 0)
        | (members.HasFlag(DriverMembers.ZeroPageRange) ? DriverOps.ZeroPageRange : 0)
        | (members.HasFlag(DriverMembers.RecoveryWrite) ? DriverOps.RecoveryWrite : 0);
}
