using MmoePipeline.Configuration.Tree;

namespace MmoePipeline.Experiments.Studies;

/// <summary>Finds studies by what the user calls them.</summary>
/// <param name="folder">The folder of the built-in studies; it need not be there.</param>
internal sealed class StudyList(string folder)
{
    private const string Ending = ".json";

    /// <summary>The files of the built-in studies, by name.</summary>
    public ImmutableArray<string> BuiltIn => Directory.Exists(folder)
        ? [.. Directory.EnumerateFiles(folder, $"*{Ending}").Order(StringComparer.Ordinal)]
        : [];

    /// <summary>The files of studies.</summary>
    /// <param name="names">Names of built-in studies, or files; all built-in ones when empty.</param>
    /// <exception cref="BadInputException">There is no study of a name, or there are no built-in ones.</exception>
    public ImmutableArray<string> Files(IReadOnlyList<string> names)
    {
        ImmutableArray<string> builtIn = BuiltIn;
        if (names.Count == 0)
        {
            return builtIn.Length > 0 ? builtIn : throw new BadInputException(StudyCodes.NoStudies, folder, "there are no studies; name a file.");
        }

        string[] known = [.. builtIn.Select(file => Path.GetFileNameWithoutExtension(file))];
        Problem[] problems =
        [
            .. names.Where(name => !IsFile(name) && !known.Contains(name)).Select(name => new Problem(
                StudyCodes.NoSuchStudy,
                name,
                $"there is no such study; the built-in ones are {string.Join(", ", known)}"
                + (NearestName.Find(name, known) is { } near ? $"; did you mean '{near}'?" : ""))),
        ];
        return problems.Length == 0
            ? [.. names.Select(name => IsFile(name) ? name : builtIn[Array.IndexOf(known, name)])]
            : throw new BadInputException([.. problems]);
    }

    private static bool IsFile(string name) =>
        name.EndsWith(Ending, StringComparison.OrdinalIgnoreCase) || name.Contains('/', StringComparison.Ordinal) || name.Contains('\\', StringComparison.Ordinal);
}
