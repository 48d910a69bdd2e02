using System.Globalization;
using MmoePipeline.Plugins.DataSources.Files;

namespace MmoePipeline.Plugins.Features.Vector.Files;

/// <summary>Reads files of vectors.</summary>
internal static class VectorFile
{
    /// <summary>Reads vectors.</summary>
    /// <param name="place">Where they are.</param>
    /// <exception cref="BadInputException">The file can't be read, or its vectors can't be used.</exception>
    public static VectorTable Read(VectorPlace place)
    {
        string path = place.Path;
        SourceFile.Require(path);
        VectorTable table = place switch
        {
            VectorPlace.Safetensors safetensors => SafetensorsVectors.Read(path, safetensors.Tensor),
            VectorPlace.Parquet parquet => ParquetVectors.Read(path, parquet.KeyColumn, parquet.VectorColumn),
            _ => throw new ArgumentOutOfRangeException(nameof(place), place, "This is not a place of vectors."),
        };
        if (table.Rows == 0 || table.Dimension == 0)
        {
            throw Fault(path, null, $"has {table.Rows} vectors of length {table.Dimension}; expected at least one of length 1 or more");
        }

        int wrong = Array.FindIndex(table.Values, value => !float.IsFinite(value));
        return wrong < 0 ? table : throw Fault(
            path, wrong / table.Dimension, $"component {(wrong % table.Dimension) + 1} of the vector is {table.Values[wrong]:R}; expected numbers that are finite as float32");
    }

    /// <summary>What is wrong with a file of vectors.</summary>
    /// <param name="path">The file.</param>
    /// <param name="row">The row, from 0; null for the file as a whole.</param>
    /// <param name="fault">What was found and what is expected, without full stop.</param>
    public static BadInputException Fault(string path, long? row, string fault) => new(
        FeatureCodes.WrongVectorFile,
        row is null ? SourceFile.Describe(path) : string.Create(CultureInfo.InvariantCulture, $"{SourceFile.Describe(path)}, row {row + 1}"),
        $"{fault}.");
}
