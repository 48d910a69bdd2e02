namespace MmoePipeline.Host.DataSets;

/// <summary>A data set that the program knows by name.</summary>
internal sealed record DataSet
{
    /// <summary>The name, as commands and paths such as <c>data://NAME/FILE</c> write it.</summary>
    public required string Name { get; init; }

    /// <summary>What it is, in a sentence.</summary>
    public required string Summary { get; init; }

    /// <summary>The licence.</summary>
    public required string Licence { get; init; }

    /// <summary>The page where its authors publish it.</summary>
    public required Uri Source { get; init; }

    /// <summary>The files; at least one.</summary>
    public required ImmutableArray<DataSetFile> Files { get; init; }

    /// <summary>What to do where the program can't download it, a sentence or two each.</summary>
    public required ImmutableArray<string> ByHand { get; init; }

    /// <summary>The size of all files in bytes.</summary>
    public long Bytes => Files.Sum(file => file.Bytes);
}
