using System.CommandLine;
using System.Text.Json;
using Conformance.Asking;
using Conformance.Models;
using Conformance.Reference.Profiles;

namespace Conformance.CommandLine;

/// <summary>daxspec ask: what a device may answer to a call, and why. No device is needed.</summary>
internal static class AskCommand
{
    public static Command Make(TextWriter output)
    {
        var function = new Argument<string>("FUNCTION") { Description = "a function of docs/histories.md, for instance dax_direct_access" };
        var arguments = new Argument<string[]>("ARG=VALUE") { Description = "its arguments; without pgoff and nr_pages a table over both, without any the function's form", Arity = ArgumentArity.ZeroOrMore };
        var device = new Option<string?>("--device") { HelpName = "DEVICE", Description = $"a device as text, or the name of one of 'daxspec list devices' (default: plain with {QuestionText.DefaultPages} pages)" };
        var profile = CommonOptions.Profile();
        var before = new Option<string?>("--before") { HelpName = "\"OP; OP\"", Description = "what happened to the device before, for instance \"kill_dax\"" };
        var json = CommonOptions.Json();
        var command = new Command("ask", "say what a device may answer to a call, and which clauses say so") { function, arguments, device, profile, before, json };
        command.SetAction(parsed =>
        {
            var models = ModelSet.Load();
            var asOf = CommonOptions.Resolve(models, parsed.GetValue(profile), "");
            var question = QuestionText.Parse(models, parsed.GetRequiredValue(function), parsed.GetValue(arguments) ?? [], parsed.GetValue(device), parsed.GetValue(before));
            if (parsed.GetValue(json)) output.WriteLine(Json(models, question, asOf));
            else
                foreach (var line in Lines(models, question, asOf)) output.WriteLine(line);
            return ExitCodes.Conforms;
        });
        return command;
    }

    private static IEnumerable<string> Lines(ModelSet models, Question question, Profile profile)
    {
        if (question.IsComplete) return AnswerText.Lines(models, question, ModelAnswer.All(models, question), LegalOutcomes(question, profile));
        string[] rest = question.HasTable
            ? [.. TableText.Lines(models, AccessTable.Of(models, question, profile))]
            : [$"Name arguments to see answers: daxspec ask {question.Spec.Name} {question.Spec.Args[0].Name}=..."];
        return question.Named.IsEmpty ? [.. FormText.Lines(models, question.Spec), "", .. rest] : rest;
    }

    private static string Json(ModelSet models, Question question, Profile profile) => JsonSerializer.Serialize(new
    {
        form = AskJson.Form(models, question),
        table = question.IsComplete || !question.HasTable ? null : AskJson.Table(AccessTable.Of(models, question, profile)),
        answer = question.IsComplete ? AskJson.Answer(models, question, ModelAnswer.All(models, question), LegalOutcomes(question, profile)) : null,
    }, JsonOutput.Options);

    private static LegalOutcomes LegalOutcomes(Question question, Profile profile)
    {
        using var adjudicator = new Adjudicator(profile);
        return Asking.LegalOutcomes.Of(question, adjudicator);
    }
}
