using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using MmoePipeline.Generators.Emission;
using MmoePipeline.Generators.Model;
using MmoePipeline.Generators.Naming;
using MmoePipeline.Generators.Parsing;

namespace MmoePipeline.Generators;

/// <summary>
/// Writes binder, writer and descriptor of every record marked <c>[PluginOptions]</c>, and the catalogue of all classes marked
/// <c>[Plugin]</c>. What has mistakes is left out; <see cref="Diagnostics.MistakeAnalyzer"/> tells of them.
/// </summary>
[Generator(LanguageNames.CSharp)]
public sealed class PluginGenerator : IIncrementalGenerator
{
    /// <summary>The step that gives the model of an options record.</summary>
    public const string OptionsStep = "Options";

    /// <summary>The step that gives the model of a plugin.</summary>
    public const string PluginStep = "Plugin";

    /// <summary>The step that gives the models of all plugins.</summary>
    public const string CatalogueStep = "Catalogue";

    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        // Models hold texts and numbers only: they are equal when nothing that matters changed, and then the work ends there.
        IncrementalValuesProvider<OptionsModel> options = context.SyntaxProvider.ForAttributeWithMetadataName(
                ContractNames.PluginOptionsAttribute,
                static (node, _) => node is TypeDeclarationSyntax,
                static (found, cancellation) => OptionsParser.Parse((INamedTypeSymbol)found.TargetSymbol, cancellation).Model)
            .Where(static model => model is not null)
            .Select(static (model, _) => model!)
            .WithTrackingName(OptionsStep);
        IncrementalValueProvider<EquatableArray<PluginModel>> catalogue = context.SyntaxProvider.ForAttributeWithMetadataName(
                ContractNames.PluginAttribute,
                static (node, _) => node is TypeDeclarationSyntax,
                static (found, cancellation) => PluginParser.Parse(
                    (INamedTypeSymbol)found.TargetSymbol, found.Attributes[0], cancellation).Model)
            .Where(static model => model is not null)
            .Select(static (model, _) => model!)
            .WithTrackingName(PluginStep)
            .Collect()
            .Select(static (models, _) => Sorted(models))
            .WithTrackingName(CatalogueStep);

        context.RegisterSourceOutput(options.Collect().SelectMany(static (models, _) => OptionsFile.Name(models)), static (output, file) =>
            output.AddSource(file.HintName, OptionsEmitter.Emit(file.Model)));
        context.RegisterSourceOutput(catalogue, static (output, plugins) =>
        {
            if (plugins.Count > 0)
            {
                output.AddSource(CatalogueEmitter.HintName, CatalogueEmitter.Emit(plugins));
            }
        });
    }

    private static EquatableArray<PluginModel> Sorted(ImmutableArray<PluginModel> models) => new(
    [
        .. models.OrderBy(plugin => plugin.Kind, StringComparer.Ordinal)
            .ThenBy(plugin => plugin.Name, StringComparer.Ordinal)
            .ThenBy(plugin => plugin.TypeName, StringComparer.Ordinal),
    ]);
}
