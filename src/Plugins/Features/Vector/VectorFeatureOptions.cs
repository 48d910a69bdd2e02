using System.ComponentModel.DataAnnotations;
using MmoePipeline.Composition;
using MmoePipeline.Configuration;
using MmoePipeline.Plugins.Features.Vector.Files;

namespace MmoePipeline.Plugins.Features.Vector;

/// <summary>Options of a vector: either of a column (column, length), or of a file of pretrained vectors (key, file).</summary>
[PluginOptions]
public sealed partial record VectorFeatureOptions
{
    /// <summary>The feature's name; null for the column's.</summary>
    [MinLength(1)]
    public string? Name { get; init; }

    /// <summary>The column of the vectors: lists of numbers, or texts with a separator; null for vectors of a file.</summary>
    [MinLength(1)]
    public string? Column { get; init; }

    /// <summary>How many numbers each vector of the column has.</summary>
    [Range(1, 4096)]
    public int? Length { get; init; }

    /// <summary>What is between the numbers of a text in the column; null for lists.</summary>
    [MinLength(1)]
    public string? Separator { get; init; }

    /// <summary>What becomes of a row without a vector in the column. Zeros are put in its place after the others were standardised: that is the mean of the training rows.</summary>
    public MissingInput Missing { get; init; } = MissingInput.Refuse;

    /// <summary>Whether each component is standardised with mean and deviation of the training rows.</summary>
    public bool Standardize { get; init; }

    /// <summary>The column of keys, whose vectors are looked up in the file; null for vectors of a column. Keys that the file lacks, and missing ones, have the vector 0.</summary>
    [MinLength(1)]
    public string? Key { get; init; }

    /// <summary>The file of pretrained vectors: .parquet or .safetensors. It is read before training; prediction doesn't need it.</summary>
    [OptionPath]
    public string? File { get; init; }

    /// <summary>The column of a .parquet file that has the keys.</summary>
    [MinLength(1)]
    public string? KeyColumn { get; init; }

    /// <summary>The column of a .parquet file that has the vectors: lists of numbers, all of one length.</summary>
    [MinLength(1)]
    public string? VectorColumn { get; init; }

    /// <summary>The tensor of a .safetensors file that has the vectors, [rows, length]: the key of a row is its number, from 0.</summary>
    [MinLength(1)]
    public string? Tensor { get; init; }

    /// <summary>Whether the vectors of the file stay as they are; otherwise they are trained with the network.</summary>
    public bool Frozen { get; init; } = true;

    /// <summary>Where pretrained vectors are.</summary>
    internal VectorPlace ToPlace() => Tensor is { } tensor ? new VectorPlace.Safetensors(File!, tensor) : new VectorPlace.Parquet(File!, KeyColumn!, VectorColumn!);

    private void Validate(OptionsSection section)
    {
        if (Column is null == Key is null)
        {
            section.Report(Column is null ? "column" : "key", Column is null
                ? "is missing; expected either column and length, or key and file"
                : "is of no use where column is set; expected either column and length, or key and file");
            return;
        }

        if (Key is null)
        {
            RefuseWithColumn(section);
        }
        else
        {
            RefuseWithKey(section);
        }
    }

    private void RefuseWithColumn(OptionsSection section)
    {
        if (Length is null)
        {
            section.Report("length", "is missing; expected how many numbers each vector of the column has");
        }

        Refuse(section, "is of no use where column is set: it is for vectors of a file", ("file", File), ("keyColumn", KeyColumn), ("vectorColumn", VectorColumn), ("tensor", Tensor));
        if (!Frozen)
        {
            section.Report("frozen", "is of no use where column is set: it is for vectors of a file");
        }
    }

    private void RefuseWithKey(OptionsSection section)
    {
        const string OfColumn = "is of no use where key is set: it is for vectors of a column";
        Refuse(section, OfColumn, ("length", Length), ("separator", Separator), ("missing", Missing == MissingInput.Refuse ? null : Missing), ("standardize", Standardize ? true : null));
        switch (Path.GetExtension(File)?.ToLowerInvariant())
        {
            case null:
                section.Report("file", "is missing; expected a .parquet or .safetensors file of vectors");
                break;
            case ".parquet":
                Require(section, ("keyColumn", KeyColumn), ("vectorColumn", VectorColumn));
                Refuse(section, "is of no use to a .parquet file, whose columns are named by keyColumn and vectorColumn", ("tensor", Tensor));
                break;
            case ".safetensors":
                Require(section, ("tensor", Tensor));
                Refuse(section, "is of no use to a .safetensors file, whose vectors are named by tensor", ("keyColumn", KeyColumn), ("vectorColumn", VectorColumn));
                break;
            default:
                section.Report("file", $"is '{File}'; expected a .parquet or .safetensors file");
                break;
        }
    }

    private static void Refuse(OptionsSection section, string rule, params ReadOnlySpan<(string Key, object? Value)> options)
    {
        foreach ((string key, object? value) in options)
        {
            if (value is not null)
            {
                section.Report(key, rule);
            }
        }
    }

    private static void Require(OptionsSection section, params ReadOnlySpan<(string Key, string? Value)> options)
    {
        foreach ((string key, string? value) in options)
        {
            if (value is null)
            {
                section.Report(key, "is missing; expected where the file has it");
            }
        }
    }
}
