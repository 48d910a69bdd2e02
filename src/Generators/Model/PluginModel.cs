namespace MmoePipeline.Generators.Model;

/// <summary>A plugin's class.</summary>
/// <param name="TypeName">Its fully qualified name.</param>
/// <param name="Kind">Its kind.</param>
/// <param name="KindTypeName">The fully qualified interface or class of its kind.</param>
/// <param name="Name">Its name in configurations.</param>
/// <param name="OptionsTypeName">The fully qualified options record; null for none.</param>
/// <param name="ContextTypeName">The fully qualified context of its kind; null for a kind without one.</param>
/// <param name="Parameters">The parameters of its constructor.</param>
/// <param name="Documentation">Its doc comment.</param>
internal sealed record PluginModel(
    string TypeName,
    string Kind,
    string KindTypeName,
    string Name,
    string? OptionsTypeName,
    string? ContextTypeName,
    EquatableArray<ParameterModel> Parameters,
    DocumentationModel Documentation);
