using System.Runtime.InteropServices;
using System.Text;
using MmoePipeline.Plugins.DataSources.DuckDb;

namespace MmoePipeline.Plugins.DataSources.Csv;

/// <summary>Reads the first line of a file, whatever is in it and below it: the engine would look at more, and fail on a bad line there.</summary>
internal static class CsvFirstLine
{
    /// <summary>The line's bytes, without byte order mark and line end; empty where there is none.</summary>
    /// <param name="options">The file.</param>
    /// <param name="query">Its query, for compressions that only the engine reads.</param>
    /// <exception cref="InvalidDataException">The compression is damaged.</exception>
    /// <exception cref="IOException">The file can't be read.</exception>
    public static byte[] Read(CsvDataSourceOptions options, CsvQuery query)
    {
        if (CsvLines.OpenBytes(options) is not { } file)
        {
            string? line = DuckDbEngine.Query(query.FirstLine, reader => reader.IsDBNull(0) ? null : reader.GetString(0)).FirstOrDefault();
            return Encoding.UTF8.GetBytes(line ?? "");
        }

        using (file)
        {
            var line = new List<byte>();
            while (line.Count < CsvQuery.LongestLine && file.ReadByte() is >= 0 and not ('\n' or '\r') and int next)
            {
                line.Add((byte)next);
            }

            int mark = CollectionsMarshal.AsSpan(line).StartsWith(Encoding.UTF8.Preamble) ? Encoding.UTF8.Preamble.Length : 0;
            return [.. line.Skip(mark)];
        }
    }
}
