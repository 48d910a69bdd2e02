namespace MmoePipeline.Host.DataSets;

/// <summary>A file of a data set.</summary>
internal sealed record DataSetFile
{
    /// <summary>The place in a data folder, with slashes, for instance <c>kuairand/users.csv</c>.</summary>
    public required string Path { get; init; }

    /// <summary>Where it is published, byte for byte; null where no public address is known.</summary>
    public Uri? Address { get; init; }

    /// <summary>The size in bytes.</summary>
    public required long Bytes { get; init; }

    /// <summary>The SHA-256 of the content: 64 hexadecimal digits in lower case.</summary>
    public required string Sha256 { get; init; }

    /// <summary>The address of the file on a server that offers data folders.</summary>
    /// <param name="mirror">The address of the data folder on it; null for where the file is published.</param>
    public Uri? AddressAt(Uri? mirror) => mirror is null ? Address : new Uri($"{mirror.AbsoluteUri.TrimEnd('/')}/{Path}");
}
