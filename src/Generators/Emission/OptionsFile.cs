using System.Globalization;
using MmoePipeline.Generators.Model;

namespace MmoePipeline.Generators.Emission;

/// <summary>An options record and the name of the file that gets its generated part.</summary>
/// <param name="HintName">The file's name, unique within the project.</param>
/// <param name="Model">The record.</param>
internal sealed record OptionsFile(string HintName, OptionsModel Model)
{
    /// <summary>
    /// Names the files of all records. The compiler compares these names without regard to case, so records whose names differ in
    /// case only are numbered.
    /// </summary>
    public static ImmutableArray<OptionsFile> Name(ImmutableArray<OptionsModel> models) =>
    [
        .. models.GroupBy(model => FileName(model.TypeName), StringComparer.OrdinalIgnoreCase)
            .SelectMany(group => group.OrderBy(model => model.TypeName, StringComparer.Ordinal).Select((model, index) => new OptionsFile(
                FileName(model.TypeName) + (index == 0 ? "" : $"({(index + 1).ToString(CultureInfo.InvariantCulture)})") + OptionsModel.FileEnding,
                model))),
    ];

    /// <summary>The compiler takes letters, digits and some signs; other characters of identifiers are written as their code.</summary>
    private static string FileName(string typeName) => string.Concat(typeName
        .Replace("global::", "").Replace("@", "").Replace('<', '{').Replace('>', '}')
        .Select(letter => char.IsLetterOrDigit(letter) || letter is '.' or '_' or '{' or '}' or ',' or ' '
            ? letter.ToString()
            : $"-{((int)letter).ToString("X4", CultureInfo.InvariantCulture)}"));
}
