using MmoePipeline.Configuration;
using MmoePipeline.Host.CommandLine;

namespace MmoePipeline.Host.Studies;

/// <summary>Finds studies by what the user calls them.</summary>
internal static class StudyList
{
    private const string Ending = ".json";

    /// <summary>The files of the built-in studies, by name.</summary>
    public static ImmutableArray<string> BuiltIn => Directory.Exists(ProgramHome.BuiltInStudies)
        ? [.. Directory.EnumerateFiles(ProgramHome.BuiltInStudies, $"*{Ending}").Order(StringComparer.Ordinal)]
        : [];

    /// <summary>The files of studies.</summary>
    /// <param name="names">Names of built-in studies, or files; all built-in ones when empty.</param>
    /// <exception cref="BadInputException">There is no study of a name, or there are no built-in ones.</exception>
    public static ImmutableArray<string> Files(IReadOnlyList<string> names)
    {
        ImmutableArray<string> builtIn = BuiltIn;
        if (names.Count == 0)
        {
            return builtIn.Length > 0 ? builtIn : throw new BadInputException(StudyCodes.NoStudies, ProgramHome.BuiltInStudies, "there are no studies; name a file.");
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
