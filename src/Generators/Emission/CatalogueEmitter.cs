using Microsoft.CodeAnalysis.Text;
using MmoePipeline.Generators.Model;
using MmoePipeline.Generators.Naming;

namespace MmoePipeline.Generators.Emission;

/// <summary>Writes the catalogue of an assembly's plugins.</summary>
internal static class CatalogueEmitter
{
    /// <summary>The file's name.</summary>
    public const string HintName = "PluginCatalogue.g.cs";

    private const string Contract = ContractAlias.Name + "::";

    /// <summary>The file.</summary>
    /// <param name="plugins">The assembly's plugins, ordered by kind and name; at least one.</param>
    public static SourceText Emit(IReadOnlyList<PluginModel> plugins)
    {
        var source = new SourceWriter(ContractAlias.Using(ContractNames.Root));
        source.Line($"[assembly: {Contract}Construction.PluginCatalogue(");
        source.Line("    typeof(global::MmoePipeline.Generated.PluginCatalogue),");
        source.Line($"    {Contract}Composition.ContractVersion.Current)]");
        source.Line();
        source.Line("namespace MmoePipeline.Generated;");
        source.Line();
        source.Line("/// <summary>The plugins of this assembly.</summary>");
        source.Open($"internal sealed class PluginCatalogue : {Contract}Construction.IPluginCatalogue");
        source.Line("/// <inheritdoc/>");
        source.Line($"public global::System.Collections.Immutable.ImmutableArray<{Contract}Configuration.PluginDescriptor> Plugins {{ get; }} =");
        source.Line("[");
        source.Indent();
        foreach (PluginModel plugin in plugins)
        {
            Plugin(source, plugin);
        }

        source.Outdent();
        source.Line("];");
        source.CloseAll();
        return source.ToSourceText();
    }

    private static void Plugin(SourceWriter source, PluginModel plugin)
    {
        source.Open($"new {Contract}Configuration.PluginDescriptor");
        source.Line($"Kind = {Literal.Text(plugin.Kind)},");
        source.Line($"KindType = typeof({plugin.KindTypeName}),");
        source.Line($"Name = {Literal.Text(plugin.Name)},");
        source.Line($"Type = typeof({plugin.TypeName}),");
        source.Line($"Summary = {Literal.Text(plugin.Documentation.Summary)},");
        source.Line($"Remarks = {Literal.Text(plugin.Documentation.Remarks)},");
        source.Line($"Options = {(plugin.OptionsTypeName is { } options ? $"{options}.Descriptor" : "null")},");
        if (plugin.ContextTypeName is { } context)
        {
            source.Line($"ContextType = typeof({context}),");
        }

        source.Line($"Bind = {(plugin.OptionsTypeName is { } bound ? $"{bound}.Bind" : "static section => null")},");
        source.Line($"Create = static (options, context, services) => new {plugin.TypeName}({string.Join(", ", plugin.Parameters.Select(Argument))}),");
        source.Close(",");
    }

    private static string Argument(ParameterModel parameter)
    {
        const string Services = "global::Microsoft.Extensions.DependencyInjection.ServiceProviderServiceExtensions";
        return parameter.Source == ParameterSource.Options ? $"({parameter.TypeName})options!"
            : parameter.Source == ParameterSource.Context ? $"({parameter.TypeName})context!"
            : parameter.IsOptional ? $"{Services}.GetService<{parameter.TypeName}>(services)"
            : $"{Services}.GetRequiredService<{parameter.TypeName}>(services)";
    }
}
