using System.Runtime.CompilerServices;
using Conformance.Reference.Contract;

namespace Conformance.Tests;

/// <summary>
/// What is computed once per process is computed before a mutant is switched on: a process goes from one mutant to the next, and a table that
/// was made under one would stay wrong under all that follow.
/// </summary>
internal static class Initializers
{
    [ModuleInitializer]
    internal static void Run()
    {
        foreach (var type in typeof(Clauses).Assembly.GetTypes().Where(t => !t.ContainsGenericParameters)) RuntimeHelpers.RunClassConstructor(type.TypeHandle);
    }
}
