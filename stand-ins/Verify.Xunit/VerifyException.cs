namespace VerifyTests;

/// <summary>A snapshot that is missing, differs or is left over. Where the test stands the runner shows; the stack adds nothing.</summary>
internal sealed class VerifyException(string message) : Exception(message)
{
    public override string StackTrace => "";
}
