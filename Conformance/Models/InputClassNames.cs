using Conformance.Reference.Contract;
using Conformance.Reference.Histories;

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
            if (!DataName.TryParse(name, out InputClass found)) throw new ModelException($"{where}: '{name}' is no input class: wanted one of {string.Join(", ", DataName.All<InputClass>())}");
            set |= InputClasses.Of(found);
        }
        return set;
    }
}
