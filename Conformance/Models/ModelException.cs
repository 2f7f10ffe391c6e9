namespace Conformance.Models;

/// <summary>A file of models/, or one of the user's in that form, is wrong: the message names file, line, what was found and what was wanted.</summary>
public sealed class ModelException : Exception
{
    public ModelException()
    {
    }

    public ModelException(string message)
        : base(message)
    {
    }

    public ModelException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
