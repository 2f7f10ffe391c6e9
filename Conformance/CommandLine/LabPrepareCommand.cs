using System.CommandLine;
using Conformance.Lab;

namespace Conformance.CommandLine;

/// <summary>daxspec lab prepare: fetches kernels and makes guests of them.</summary>
internal static class LabPrepareCommand
{
    public static Command Make(TextWriter output, TextWriter error)
    {
        var kernels = new Argument<string[]>("KERNEL") { Description = $"{string.Join(", ", KernelList.All.Select(k => k.Name))} or {KernelList.Every} (default {LabOptions.DefaultKernel})", Arity = ArgumentArity.ZeroOrMore };
        var update = new Option<bool>("--update") { Description = "look for a newer package of the same generation" };
        var command = new Command("prepare", "fetch kernels and make guests of them (runs lab/prepare)") { kernels, update };
        command.SetAction((parsed, cancel) =>
        {
            var names = LabOptions.Names(parsed.GetValue(kernels) ?? [], KernelList.All.Select(k => k.Name));
            return Task.FromResult(LabScript.Run([.. parsed.GetValue(update) ? ["--update"] : Array.Empty<string>(), .. names], output, error, cancel));
        });
        return command;
    }
}
