using Conformance.Reference.Contract;

namespace Conformance.Models;

/// <summary>Reads input classes by the names they have in models/.</summary>
public static class InputClassNames
{
    /// <exception cref="ModelException">a name is none</exception>
    public static InputClasses Parse(IEnumerable<string> names, string where)
    {
        var set = default(InputClasses);
        foreach (var name in names)
        {
            var found = Enum.GetValues<InputClass>().Where(v => InputClasses.Name(v) == name).ToArray();
            if (found.Length == 0) throw new ModelException($"{where}: '{name}' is no input class: wanted one of {string.Join(", ", Enum.GetValues<InputClass>().Select(InputClasses.Name))}");
            set |= InputClasses.Of(found[0]);
        }
        return set;
    }
}
