namespace MmoePipeline.Generators.Emission;

/// <summary>
/// The name that generated files give to the contract's namespace. Followed by <c>::</c> it can mean nothing else, whatever
/// members the author's record has; and lines stay short enough to read.
/// </summary>
internal static class ContractAlias
{
    /// <summary>The name.</summary>
    public const string Name = "Contract";

    /// <summary>The directive that gives it to a namespace.</summary>
    public static string Using(string contractNamespace) => $"using {Name} = {contractNamespace};";
}
