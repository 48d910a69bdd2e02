namespace MmoePipeline.Composition;

/// <summary>The version of the contract between host and plugins.</summary>
public static class ContractVersion
{
    /// <summary>
    /// <c>major.minor</c>: a plugin works with every host of the same major whose minor is not smaller than its own; while the major is 0, with
    /// hosts of the same minor only.
    /// A constant, so that a plugin's assembly carries the value that it was compiled against.
    /// </summary>
    public const string Current = "0.2";
}
