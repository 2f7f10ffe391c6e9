using System.CommandLine;
using Conformance.Evidence;
using Conformance.Lab;
using Conformance.Models;
using Conformance.RealDevice.Lab;
using Conformance.Reports;

namespace Conformance.CommandLine;

/// <summary>daxspec lab matrix: kernel × driver × clause as committed evidence, and the documents that are made of it.</summary>
internal static class LabMatrixCommand
{
    public static Command Make(TextWriter output, TextWriter error, ILabHost host)
    {
        var kernels = LabOptions.Kernels(KernelList.Every);
        var (oracle, seed, cases, directory) = LabCheckCommand.Shared();
        var exactCases = LabOptions.ExactCases();
        var from = new Option<DirectoryInfo?>("--from") { HelpName = "DIR", Description = "take what 'daxspec lab check' left there; nothing is booted" };
        var docs = new Option<DirectoryInfo>("--docs") { HelpName = "DIR", Description = "gets evidence/matrix.md and .jsonl, evidence/seams.md, findings.md (default ./docs); what stands there of other kernels stays", DefaultValueFactory = _ => new("docs") };
        var command = new Command("matrix", "check every driver of every prepared kernel and write the matrix, the seams and the findings") { kernels, oracle, seed, cases, exactCases, directory, from, docs };
        command.SetAction((parsed, cancel) =>
        {
            var code = ExitCodes.Conforms;
            if (parsed.GetValue(from) is not { } runs)
            {
                runs = parsed.GetRequiredValue(directory);
                var named = parsed.GetValue(kernels) is { Length: > 0 } some ? some : [KernelList.Every];
                var request = new LabRequest(LabOptions.Bootable(named, LabCache.Default), [], parsed.GetValue(oracle), parsed.GetValue(seed), parsed.GetValue(cases), null) { ExactCases = parsed.GetValue(exactCases) };
                code = ExitCodes.Worst(LabCheckCommand.Run(host, request, runs, output, error, cancel).Select(r => r.ExitCode));
            }
            var into = parsed.GetRequiredValue(docs);
            var evidence = EvidenceSet.Load(Path.Combine(into.FullName, EvidenceDocuments.Folder)).With(EvidenceReader.Read(runs.FullName));
            FindingsCommand.Write(evidence, ModelSet.Load(), into, output);
            return Task.FromResult(code);
        });
        return command;
    }
}
