using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using MmoePipeline.Generators.Diagnostics;
using MmoePipeline.Generators.Emission;
using MmoePipeline.Generators.Model;
using MmoePipeline.Generators.Parsing;

namespace MmoePipeline.Generators;

/// <summary>
/// Writes binder, validator, writer and descriptor of every record marked <c>[PluginOptions]</c>, and the catalogue of all
/// classes marked <c>[Plugin]</c>.
/// </summary>
[Generator(LanguageNames.CSharp)]
public sealed class PluginGenerator : IIncrementalGenerator
{
    /// <summary>The step that gives the model of an options record.</summary>
    public const string OptionsStep = "Options";

    /// <summary>The step that gives the models of all plugins.</summary>
    public const string CatalogueStep = "Catalogue";

    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        IncrementalValuesProvider<Parsed<OptionsModel>> options = context.SyntaxProvider.ForAttributeWithMetadataName(
            ContractNames.PluginOptionsAttribute, static (node, _) => node is TypeDeclarationSyntax, OptionsParser.Parse);
        IncrementalValuesProvider<Parsed<PluginModel>> plugins = context.SyntaxProvider.ForAttributeWithMetadataName(
            ContractNames.PluginAttribute, static (node, _) => node is TypeDeclarationSyntax, PluginParser.Parse);

        // Models and mistakes go separate ways: models are equal when nothing that matters changed, which stops the work
        // there; mistakes hold true places, which no two compilations have in common.
        IncrementalValuesProvider<OptionsModel> optionsModels =
            options.Where(static parsed => parsed.Model is not null).Select(static (parsed, _) => parsed.Model!)
                .WithTrackingName(OptionsStep);
        IncrementalValueProvider<EquatableArray<PluginModel>> catalogue =
            plugins.Where(static parsed => parsed.Model is not null).Select(static (parsed, _) => parsed.Model!).Collect()
                .Select(static (models, _) => Sorted(models))
                .WithTrackingName(CatalogueStep);

        context.RegisterSourceOutput(optionsModels, static (output, model) =>
            output.AddSource(OptionsEmitter.HintName(model), OptionsEmitter.Emit(model)));
        context.RegisterSourceOutput(catalogue, static (output, models) => EmitCatalogue(output, models));
        context.RegisterSourceOutput(options, static (output, parsed) => Report(output, parsed.Diagnostics));
        context.RegisterSourceOutput(plugins, static (output, parsed) => Report(output, parsed.Diagnostics));
    }

    private static EquatableArray<PluginModel> Sorted(ImmutableArray<PluginModel> models) => new(
    [
        .. models.OrderBy(plugin => plugin.Kind, StringComparer.Ordinal)
            .ThenBy(plugin => plugin.Name, StringComparer.Ordinal)
            .ThenBy(plugin => plugin.TypeName, StringComparer.Ordinal),
    ]);

    private static void EmitCatalogue(SourceProductionContext output, EquatableArray<PluginModel> plugins)
    {
        foreach (IGrouping<(string Kind, string Name), PluginModel> named in plugins.GroupBy(plugin => (plugin.Kind, plugin.Name)))
        {
            if (named.Count() > 1)
            {
                string types = string.Join(" and ", named.Select(plugin => plugin.TypeName.Replace("global::", "")));
                output.ReportDiagnostic(Diagnostic.Create(
                    MistakeDescriptors.DuplicateName, Location.None, named.Key.Kind, named.Key.Name, types));
            }
        }

        if (plugins.Count > 0)
        {
            output.AddSource(CatalogueEmitter.HintName, CatalogueEmitter.Emit(plugins));
        }
    }

    private static void Report(SourceProductionContext output, ImmutableArray<Diagnostic> mistakes)
    {
        foreach (Diagnostic mistake in mistakes)
        {
            output.ReportDiagnostic(mistake);
        }
    }
}
