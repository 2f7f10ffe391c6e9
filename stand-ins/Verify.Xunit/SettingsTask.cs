using System.Diagnostics.Contracts;
using System.Runtime.CompilerServices;

namespace VerifyTests;

/// <summary>A verification that starts when awaited; until then it can be configured.</summary>
/// <param name="settings">What to start from; copied.</param>
/// <param name="buildTask">Runs the verification.</param>
public class SettingsTask(VerifySettings? settings, Func<VerifySettings, Task<VerifyResult>> buildTask)
{
    private readonly VerifySettings _settings = new(settings);
    private Task<VerifyResult>? _task;

    /// <summary>The settings, as long as the verification has not started.</summary>
    public VerifySettings CurrentSettings => _task is null ? _settings : throw new InvalidOperationException(
        "This verification has started and can no longer be configured. Configure it before it is awaited or ToTask is called.");

    /// <inheritdoc cref="VerifySettings.UseDirectory"/>
    [Pure]
    public SettingsTask UseDirectory(string directory) => With(current => current.UseDirectory(directory));

    /// <inheritdoc cref="VerifySettings.UseTypeName"/>
    [Pure]
    public SettingsTask UseTypeName(string name) => With(current => current.UseTypeName(name));

    /// <inheritdoc cref="VerifySettings.UseMethodName"/>
    [Pure]
    public SettingsTask UseMethodName(string name) => With(current => current.UseMethodName(name));

    /// <inheritdoc cref="VerifySettings.UseFileName"/>
    [Pure]
    public SettingsTask UseFileName(string fileName) => With(current => current.UseFileName(fileName));

    /// <inheritdoc cref="VerifySettings.UseParameters(object?[])"/>
    [Pure]
    public SettingsTask UseParameters(params object?[] parameters) => With(current => current.UseParameters(parameters));

    /// <inheritdoc cref="VerifySettings.UseParameters(object?[])"/>
    [Pure]
    public SettingsTask UseParameters<T>(T parameter) => With(current => current.UseParameters(parameter));

    /// <inheritdoc cref="VerifySettings.UseParameters(object?[])"/>
    [Pure]
    public SettingsTask UseParameters<T>(T[] parameters) => With(current => current.UseParameters(parameters));

    /// <inheritdoc cref="VerifySettings.UseTextForParameters"/>
    [Pure]
    public SettingsTask UseTextForParameters(string parametersText) => With(current => current.UseTextForParameters(parametersText));

    /// <inheritdoc cref="VerifySettings.DisableRequireUniquePrefix"/>
    [Pure]
    public SettingsTask DisableRequireUniquePrefix() => With(current => current.DisableRequireUniquePrefix());

    /// <inheritdoc cref="VerifySettings.DisableDiff"/>
    [Pure]
    public SettingsTask DisableDiff() => With(current => current.DisableDiff());

    /// <summary>Starts the verification, once.</summary>
    [Pure]
    public Task<VerifyResult> ToTask() => _task ??= buildTask(CurrentSettings);

    /// <inheritdoc cref="Task{TResult}.ConfigureAwait(bool)"/>
    [Pure]
    public ConfiguredTaskAwaitable<VerifyResult> ConfigureAwait(bool continueOnCapturedContext) =>
        ToTask().ConfigureAwait(continueOnCapturedContext);

    /// <summary>Starts the verification when it is awaited.</summary>
    [Pure]
    public TaskAwaiter<VerifyResult> GetAwaiter() => ToTask().GetAwaiter();

    /// <summary>Starts the verification where a task is returned.</summary>
    [Pure]
    public static implicit operator Task<VerifyResult>(SettingsTask settingsTask)
    {
        ArgumentNullException.ThrowIfNull(settingsTask);
        return settingsTask.ToTask();
    }

    private SettingsTask With(Action<VerifySettings> set)
    {
        set(CurrentSettings);
        return this;
    }
}
