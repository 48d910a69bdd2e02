using MmoePipeline.Runs.Storage;

namespace MmoePipeline.Inference.Prediction.Files;

/// <summary>A table of predictions, written row by row; it is there and whole, or not there.</summary>
internal sealed class PredictionFile : IDisposable
{
    private const string Csv = ".csv";
    private const string Parquet = ".parquet";

    private readonly string _path;
    private readonly ImmutableArray<PredictionColumn> _columns;
    private readonly bool _overwrite;
    private readonly PendingFile _text;
    private readonly CsvWriter _rows;

    private PredictionFile(string path, ImmutableArray<PredictionColumn> columns, bool overwrite)
    {
        (_path, _columns, _overwrite) = (path, columns, overwrite);
        _text = new PendingFile(path);
        _rows = new CsvWriter(_text.Temporary);
        foreach (PredictionColumn column in columns)
        {
            _rows.Write(column.Name);
        }

        _rows.EndRow();
    }

    /// <summary>Begins a file.</summary>
    /// <param name="path">The file, which ends in .csv or .parquet.</param>
    /// <param name="columns">Its columns.</param>
    /// <param name="overwrite">Whether a file of that name may be there; it stays until the new one is complete.</param>
    /// <exception cref="BadInputException">It ends otherwise, is there, or can't be made.</exception>
    /// <exception cref="IOException">The disk is full.</exception>
    public static PredictionFile Create(string path, ImmutableArray<PredictionColumn> columns, bool overwrite)
    {
        if (!HasEnding(path, Csv) && !HasEnding(path, Parquet))
        {
            throw new BadInputException(PredictionCodes.WrongEnding, path, $"expected a name that ends in {Csv} or {Parquet}.");
        }

        if (Directory.Exists(path) || (File.Exists(path) && !overwrite))
        {
            throw Directory.Exists(path)
                ? new BadInputException(PredictionCodes.OutputIsFolder, path, "is a folder; expected a file.")
                : new BadInputException(PredictionCodes.OutputExists, path, "exists; --overwrite replaces it.");
        }

        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder && !Directory.Exists(folder))
        {
            throw new BadInputException(PredictionCodes.NoOutputFolder, path, $"there is no folder {folder}.");
        }

        try
        {
            return new PredictionFile(Path.GetFullPath(path), columns, overwrite);
        }
        catch (Exception exception) when ((exception is IOException or UnauthorizedAccessException) && !DiskFull.Is(exception))
        {
            throw new BadInputException(PredictionCodes.CannotWrite, path, $"can't be written: {exception.Message}");
        }
    }

    /// <summary>Writes the next text of a row.</summary>
    /// <param name="value">The text; null where it is missing.</param>
    public void Write(string? value) => _rows.Write(value);

    /// <summary>Writes the next numbers of a row, with as many digits as they need to be read back.</summary>
    public void Write(ReadOnlySpan<double> values)
    {
        foreach (double value in values)
        {
            _rows.Write(value);
        }
    }

    /// <summary>Writes the next whole number of a row.</summary>
    public void Write(long value) => _rows.Write(value);

    /// <summary>Ends a row.</summary>
    public void EndRow() => _rows.EndRow();

    /// <summary>Gives the file its name.</summary>
    /// <exception cref="IOException">It can't be written.</exception>
    public void Complete()
    {
        _rows.Dispose();
        if (HasEnding(_path, Csv))
        {
            _text.Complete(_overwrite);
            return;
        }

        using var converted = new PendingFile(_path);
        ParquetConversion.Convert(_text.Temporary, converted.Temporary, _columns);
        converted.Complete(_overwrite);
    }

    /// <summary>Leaves nothing of a file that was not completed.</summary>
    public void Dispose()
    {
        _rows.Dispose();
        _text.Dispose();
    }

    private static bool HasEnding(string path, string ending) => path.EndsWith(ending, StringComparison.OrdinalIgnoreCase);
}
