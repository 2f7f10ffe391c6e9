using System.CommandLine;
using Conformance.Models;
using Conformance.Reports;

namespace Conformance.CommandLine;

/// <summary>daxspec contract: the clauses as a document to read.</summary>
internal static class ContractCommand
{
    public static Command Make(TextWriter output)
    {
        var write = new Option<DirectoryInfo?>("--write") { HelpName = "DIR", Description = $"write {ContractReport.Name} there, for instance docs, in place of printing it" };
        var command = new Command("contract", "every clause of the contract as a document (markdown)") { write };
        command.SetAction(parsed =>
        {
            var text = ContractReport.Render(ModelSet.Load());
            if (parsed.GetValue(write) is not { } docs) output.Write(text);
            else
            {
                ReportFiles.Replace(docs.FullName, ContractReport.Name, text);
                output.WriteLine($"wrote {Path.Combine(docs.ToString(), ContractReport.Name)}");
            }
            return ExitCodes.Conforms;
        });
        return command;
    }
}
