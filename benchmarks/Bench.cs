using Conformance.Exhaustive;
using Conformance.Models;
using Conformance.Reference.Histories;
using Conformance.Reference.Profiles;
using Conformance.Running;
using Conformance.Targets;

namespace Conformance.Benchmarks;

/// <summary>What the benchmarks have in common.</summary>
internal static class Bench
{
    public static ModelSet Models { get; } = ModelSet.Load();

    public static Profile Profile { get; } = Models.Profile("6.1");

    public static ITarget Target(string text) => new TargetFactory(Models).Open(text, Profile);

    /// <summary>All histories of a scope, judged by both oracles.</summary>
    /// <exception cref="InvalidOperationException">the driver is broken: what is measured is not what is meant</exception>
    public static void Prove(ITarget target, string scope, int workers) => Held(new Checker(new() { Target = target, Profile = Profile, Scope = Scopes.Parse(scope), Workers = workers }, Models).Run());

    /// <summary>Generated histories and the edges before them.</summary>
    /// <returns>operations</returns>
    /// <exception cref="InvalidOperationException">the driver is broken: what is measured is not what is meant</exception>
    public static long Check(ITarget target, int cases) => Held(new Checker(new() { Target = target, Profile = Profile, Cases = cases, SweepStep = 4, Oracle = Oracle.Contract }, Models).Run());

    private static long Held(RunResult result) => result.CountOf(Status.Broken) == 0 && result.Errors.IsEmpty ? result.Operations
        : throw new InvalidOperationException($"{result.Target.Name} is broken: {string.Join(", ", result.Clauses.Where(c => c.Status == Status.Broken).Select(c => c.Id))}");
}
