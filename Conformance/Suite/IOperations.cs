using System.Collections.Immutable;
using Conformance.Reference.Histories;

namespace Conformance.Suite;

/// <summary>The operations that the histories of a property are made of.</summary>
public interface IOperations
{
    static abstract ImmutableArray<OpCode> Codes { get; }
}
