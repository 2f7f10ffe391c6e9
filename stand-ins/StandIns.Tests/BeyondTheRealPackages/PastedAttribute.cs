using FsCheck.Xunit;

namespace StandIns.Tests;

/// <summary>A [Property] whose replay string the running test sets, as one pastes it.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class PastedAttribute : PropertyAttribute
{
    private static readonly AsyncLocal<string?> s_replay = new();

    public PastedAttribute() => Replay = s_replay.Value;

    public static void Set(string? replay) => s_replay.Value = replay;
}
