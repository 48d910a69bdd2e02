namespace MmoePipeline.Plugins.DataSources.Csv;

/// <summary>One file and how it is written.</summary>
/// <param name="Path">The file.</param>
/// <param name="Delimiter">What separates the values of a line.</param>
/// <param name="Columns">The names of a file without a header; empty where the first row has them.</param>
internal sealed record CsvFormat(string Path, string Delimiter, ImmutableArray<string> Columns)
{
    /// <summary>Whether the first row has the columns' names.</summary>
    public bool HasHeader => Columns.IsEmpty;

    /// <summary>How many rows are before the first row of the table.</summary>
    public int HeaderRows => HasHeader ? 1 : 0;
}
