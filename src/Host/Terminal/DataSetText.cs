using System.Text.Encodings.Web;
using System.Text.Json;
using MmoePipeline.Host.DataSets;
using Spectre.Console;

namespace MmoePipeline.Host.Terminal;

/// <summary>Shows data sets: to a person, or as one JSON object.</summary>
internal static class DataSetText
{
    private static readonly JsonWriterOptions Indented = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>All data sets, with what is there of them.</summary>
    public static void WriteList(IAnsiConsole console, ImmutableArray<DataSet> sets)
    {
        Table table = new Table().Border(TableBorder.Rounded).AddColumns("name", "what it is", "size", "licence", "where");
        foreach (DataSet set in sets)
        {
            string?[] places = [.. set.Files.Select(file => DataSetCatalogue.Locate(set, file))];
            string where = places.All(place => place is null) ? $"[grey]not here: mmoe data get {set.Name}[/]"
                : places.Any(place => place is null) ? $"[yellow]{places.Count(place => place is not null)} of {places.Length} files[/]"
                : Markup.Escape(Path.GetRelativePath(".", places.Length == 1 ? places[0]! : Path.GetDirectoryName(places[0]!)!));
            table.AddRow($"[bold]{Markup.Escape(set.Name)}[/]", Markup.Escape(set.Summary), DownloadProgress.Size(set.Bytes), Markup.Escape(set.Licence), where);
        }

        console.Write(table);
    }

    /// <summary>All data sets and their files, as JSON on standard output.</summary>
    public static void WriteJson(ImmutableArray<DataSet> sets) => WriteJson(json =>
    {
        json.WriteStartArray("dataSets");
        foreach (DataSet set in sets)
        {
            json.WriteStartObject();
            json.WriteString("name", set.Name);
            json.WriteString("summary", set.Summary);
            json.WriteString("licence", set.Licence);
            json.WriteString("source", set.Source.AbsoluteUri);
            json.WriteStartArray("files");
            foreach (DataSetFile file in set.Files)
            {
                json.WriteStartObject();
                json.WriteString("path", file.Path);
                json.WriteString("address", file.Address?.AbsoluteUri);
                json.WriteNumber("bytes", file.Bytes);
                json.WriteString("sha256", file.Sha256);
                json.WriteString("found", DataSetCatalogue.Locate(set, file));
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });

    /// <summary>Where a file is, as a line for a person.</summary>
    public static void WriteFile(IAnsiConsole console, StoredFile file) => console.Profile.Out.Writer.WriteLine(
        $"{(file.IsDownloaded ? "downloaded" : "already there")}  {VisibleText.OnOneLine(Path.GetRelativePath(".", file.FullPath))}");

    /// <summary>Where the files of a data set are, as JSON on standard output.</summary>
    public static void WriteJson(DataSet set, IEnumerable<StoredFile> files) => WriteJson(json =>
    {
        json.WriteString("dataSet", set.Name);
        json.WriteStartArray("files");
        foreach (StoredFile file in files)
        {
            json.WriteStartObject();
            json.WriteString("path", file.File.Path);
            json.WriteString("file", file.FullPath);
            json.WriteBoolean("downloaded", file.IsDownloaded);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });

    private static void WriteJson(Action<Utf8JsonWriter> content)
    {
        using Stream output = Console.OpenStandardOutput();
        using (var json = new Utf8JsonWriter(output, Indented))
        {
            json.WriteStartObject();
            content(json);
            json.WriteEndObject();
        }

        output.WriteByte((byte)'\n');
    }
}
