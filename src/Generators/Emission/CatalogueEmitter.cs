using Microsoft.CodeAnalysis.Text;
using MmoePipeline.Generators.Model;
using MmoePipeline.Generators.Parsing;

namespace MmoePipeline.Generators.Emission;

/// <summary>Writes the catalogue of an assembly's plugins.</summary>
internal static class CatalogueEmitter
{
    /// <summary>The file's name.</summary>
    public const string HintName = "PluginCatalogue.g.cs";

    /// <summary>The file.</summary>
    /// <param name="plugins">The assembly's plugins, ordered by kind and name; at least one.</param>
    public static SourceText Emit(IReadOnlyList<PluginModel> plugins)
    {
        var source = new SourceWriter();
        source.Line($"[assembly: global::{ContractNames.PluginCatalogueAttribute}(typeof(global::MmoePipeline.Generated.PluginCatalogue), global::{ContractNames.ContractVersion}.Current)]");
        source.Line();
        source.Line("namespace MmoePipeline.Generated;");
        source.Line();
        source.Line("/// <summary>The plugins of this assembly.</summary>");
        source.Open($"internal sealed class PluginCatalogue : global::{ContractNames.PluginCatalogueInterface}");
        source.Line("/// <inheritdoc/>");
        source.Line($"public global::System.Collections.Immutable.ImmutableArray<global::{ContractNames.PluginDescriptor}> Plugins {{ get; }} =");
        source.Line("[");
        foreach (PluginModel plugin in plugins)
        {
            Plugin(source, plugin);
        }

        source.Line("];");
        source.Close();
        return source.ToSourceText();
    }

    private static void Plugin(SourceWriter source, PluginModel plugin)
    {
        source.Open($"new global::{ContractNames.PluginDescriptor}");
        source.Line($"Kind = {Literal.Text(plugin.Kind)},");
        source.Line($"KindType = typeof({plugin.KindTypeName}),");
        source.Line($"Name = {Literal.Text(plugin.Name)},");
        source.Line($"Type = typeof({plugin.TypeName}),");
        source.Line($"Summary = {Literal.Text(plugin.Documentation.Summary)},");
        source.Line($"Remarks = {Literal.Text(plugin.Documentation.Remarks)},");
        source.Line(plugin.OptionsTypeName is { } options
            ? $"Options = {options}.Descriptor,"
            : "Options = null,");
        source.Line(plugin.OptionsTypeName is { } bound
            ? $"Bind = static section => {bound}.Bind(section),"
            : "Bind = static section => null,");
        source.Line($"Create = static (options, services) => new {plugin.TypeName}({string.Join(", ", plugin.Parameters.Select(Argument))}),");
        source.Close(",");
    }

    private static string Argument(ParameterModel parameter)
    {
        const string Services = "global::Microsoft.Extensions.DependencyInjection.ServiceProviderServiceExtensions";
        return parameter.IsOptions ? $"({parameter.TypeName})options!"
            : parameter.IsOptional ? $"{Services}.GetService<{parameter.TypeName}>(services)"
            : $"{Services}.GetRequiredService<{parameter.TypeName}>(services)";
    }
}
