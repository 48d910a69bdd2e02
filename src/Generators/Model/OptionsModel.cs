namespace MmoePipeline.Generators.Model;

/// <summary>An options record.</summary>
/// <param name="Namespace">Its namespace; empty for the global one.</param>
/// <param name="Containers">The declarations of the types that it is nested in, from the outside: <c>partial class A</c>.</param>
/// <param name="Name">Its name.</param>
/// <param name="TypeName">Its fully qualified name.</param>
/// <param name="HasConstructor">Whether its author wrote a constructor without parameters.</param>
/// <param name="HasValidation">Whether its author wrote <c>void Validate(OptionsSection)</c>.</param>
/// <param name="HasObsoleteOptions">Whether an option is marked <c>[Obsolete]</c>.</param>
/// <param name="MemberNames">The names of all its members, which nothing that is generated may take.</param>
/// <param name="Options">Its options, in the order of the source.</param>
/// <param name="Documentation">Its doc comment.</param>
internal sealed record OptionsModel(
    string Namespace,
    EquatableArray<string> Containers,
    string Name,
    string TypeName,
    bool HasConstructor,
    bool HasValidation,
    bool HasObsoleteOptions,
    EquatableArray<string> MemberNames,
    EquatableArray<OptionModel> Options,
    DocumentationModel Documentation)
{
    /// <summary>How the names of the files that are generated from options end.</summary>
    public const string FileEnding = ".Options.g.cs";
}
