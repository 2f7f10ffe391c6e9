namespace Conformance.CommandLine;

/// <summary>What "daxspec waive" was asked for.</summary>
internal sealed record WaiveRequest(
    string Token,
    string Target,
    string? Link,
    string? Owner,
    string? Expires,
    string? Id,
    string? Clause,
    bool Wide,
    string File,
    string? Profile,
    string? WriteTo);
