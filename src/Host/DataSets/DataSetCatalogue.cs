using System.Text.Json;
using MmoePipeline.Configuration;
using MmoePipeline.Configuration.Tree;

namespace MmoePipeline.Host.DataSets;

/// <summary>The data sets that the program knows: <c>catalogue.json</c>.</summary>
internal static class DataSetCatalogue
{
    private const string Resource = "data-sets.json";

    private static readonly Lazy<ImmutableArray<DataSet>> Read = new(() =>
    {
        using Stream file = typeof(DataSetCatalogue).Assembly.GetManifestResourceStream(Resource)!;
        return JsonSerializer.Deserialize(file, DataSetJson.Default.ImmutableArrayDataSet);
    });

    /// <summary>All of them, by name.</summary>
    public static ImmutableArray<DataSet> All => Read.Value;

    /// <summary>The data set with a name.</summary>
    /// <param name="name">The name.</param>
    /// <exception cref="BadInputException">There is none.</exception>
    public static DataSet Find(string name)
    {
        if (All.FirstOrDefault(set => set.Name == name) is { } found)
        {
            return found;
        }

        string[] names = [.. All.Select(set => set.Name)];
        string hint = NearestName.Find(name, names) is { } near ? $"; did you mean '{near}'?" : "";
        throw new BadInputException(
            DataSetCodes.Unknown, "NAME", $"no data set is called '{name}'{hint} Expected one of {string.Join(", ", names)}.");
    }

    /// <summary>Where a file is now: the first of the data folders that has it; null where none has.</summary>
    /// <param name="set">The data set.</param>
    /// <param name="file">One of its files.</param>
    public static string? Locate(DataSet set, DataSetFile file) =>
        DataPath.Find($"{DataPath.Prefix}{(file.Path.Contains('/', StringComparison.Ordinal) ? file.Path : $"{set.Name}/{file.Path}")}", null);
}
