using Conformance.Reference.Contract;
using Conformance.Reference.Histories;

namespace Conformance.Models;

/// <summary>Input classes by their names in models/: snake_case of <see cref="InputClass"/>.</summary>
public static class InputClassNames
{
    public static string Name(InputClass value) => string.Concat(value.ToString().Select((c, i) => char.IsUpper(c) ? $"{(i > 0 ? "_" : "")}{char.ToLowerInvariant(c)}" : $"{c}"));

    /// <exception cref="ModelException">a name is none</exception>
    public static InputClasses Parse(IEnumerable<string> names, string where)
    {
        var set = InputClasses.None;
        foreach (var name in names)
        {
            var found = Enum.GetValues<InputClass>().Where(v => Name(v) == name).ToArray();
            if (found.Length == 0) throw new ModelException($"{where}: '{name}' is no input class: wanted one of {string.Join(", ", Enum.GetValues<InputClass>().Select(Name))}");
            set = set.With(found[0]);
        }
        return set;
    }
}
