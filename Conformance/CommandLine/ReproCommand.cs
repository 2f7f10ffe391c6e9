using System.CommandLine;
using Conformance.Models;
using Conformance.Reference.Histories;
using Conformance.Repro;
using Conformance.Targets;

namespace Conformance.CommandLine;

/// <summary>daxspec repro: a case as a program that runs without this one, for those who maintain the driver.</summary>
internal static class ReproCommand
{
    private static readonly string[] Forms = ["c", "kselftest", "bash", "csharp"];

    public static Command Make(TextWriter output)
    {
        var token = new Argument<string>("TOKEN") { Description = $"the '{Token.Prefix}...' word of a failure, or a history as text" };
        var target = new Argument<string>("TARGET") { Description = "the target that csharp asks unless told otherwise (default: the model of the generation)", Arity = ArgumentArity.ZeroOrOne };
        var form = new Option<string>("--as") { HelpName = string.Join('|', Forms), Description = "c: a kernel module, or for what user space does a C program; kselftest: one that builds, runs and tells in TAP; bash: the same for a reader, or dd alone; csharp: one file for 'dotnet run'", Required = true };
        form.AcceptOnlyFromAmong(Forms);
        var file = new Option<FileInfo?>("--out") { HelpName = "FILE", Description = "write it there in place of printing it" };
        var profile = CommonOptions.Profile();
        var command = new Command("repro", "write a case as a program that reproduces it without daxspec") { token, target, form, file, profile };
        command.SetAction(parsed =>
        {
            var text = Text(parsed.GetRequiredValue(token), parsed.GetValue(target), parsed.GetRequiredValue(form), parsed.GetValue(profile));
            if (parsed.GetValue(file) is not { } to) output.Write(text);
            else
            {
                Reports.ReportFiles.Replace(to.DirectoryName!, to.Name, text);
                output.WriteLine($"wrote {to}");
            }
            return ExitCodes.Conforms;
        });
        return command;
    }

    private static string Text(string word, string? target, string form, string? profileName)
    {
        var models = ModelSet.Load();
        var token = ReplayCommand.ReadOneByOne(word, profileName, target ?? "", models);
        var profile = CommonOptions.Resolve(models, profileName ?? token.Profile, "");
        var plan = ReproPlan.Of(token with { Profile = profile.Name }, profile, models);
        if (form == "csharp") return ReproCSharp.Program(plan, target ?? $"reference:{profile.Name}");
        if (Device(plan.Device) is { } device) throw Refused($"found a device with {device}; wanted one that a real disk can be: pages, a size, acknowledged poison");
        var user = plan.History.Operations.All(o => ReproProgram.Codes.Contains(o.Code));
        if (!user && ReproModule.Refusal(plan) is { } refusal) throw Refused($"{refusal}{(plan.History.Operations.Any(o => ReproProgram.Codes.Contains(o.Code)) ? $", or only {string.Join(", ", ReproProgram.Codes.Order())}" : "")}");
        if (user && form == "bash" && ReproProgram.Refusal(plan) is { } command) throw new UsageException($"{command}; do: --as c");
        if (!plan.Steps.Any(s => s.Judges)) throw Refused("found no step of which the contract forbids a result; wanted one");
        if (!plan.Breaks.IsEmpty && Shown(plan)) throw Refused($"found that {string.Join(", ", plan.Breaks.Select(b => b.Clause.Id))} is not broken by a result but by addresses, contents or the table; wanted a result or a signal, which is what such a program compares");
        return (user, form) switch
        {
            (true, "bash") => ReproProgram.Dd(plan),
            (true, _) => ReproProgram.C(plan),
            (false, "c") => ReproModule.C(plan),
            _ => ReproModule.Script(plan, tap: form == "kselftest"),
        };
    }

    /// <summary>The model's own answers, which break a clause, would all pass.</summary>
    private static bool Shown(ReproPlan plan)
    {
        using var device = new Reference.Model.ReferenceDevice(plan.Profile);
        var answers = new Outcome[plan.Steps.Length];
        device.Run(plan.History, answers);
        return plan.Steps.Select((s, i) => s.Allows(answers[i])).All(fits => fits);
    }

    /// <summary>What of a device no disk can be made to be; null: nothing.</summary>
    private static string? Device(Geometry device)
    {
        var plain = new Geometry();
        return !device.Present ? "no dax_device"
            : device.Ops != DriverOps.All ? "members of dax_operations that are absent"
            : device.DataOffset != 0 || device.PfnPad != 0 ? "data_offset or pfn_pad, which are the namespace's own"
            : device.Clear != plain.Clear ? "a clear-poison command that achieves less than asked"
            : !device.Synchronous ? "sync=0"
            : device.Bad.Any(b => !b.Acknowledged) ? "poison that is not acknowledged"
            : null;
    }

    private static UsageException Refused(string reason) => new($"{reason}; do: --as csharp");
}
