using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using MmoePipeline.Generators.Mistakes;
using MmoePipeline.Generators.Model;
using MmoePipeline.Generators.Naming;
using MmoePipeline.Generators.Parsing;

namespace MmoePipeline.Generators.Diagnostics;

/// <summary>
/// Tells the mistakes of plugin authors. The generator leaves out what it can't generate and says nothing: an analyzer is heard
/// while one types, its places are true, and code fixes apply to what it reports.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class MistakeAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => MistakeDescriptors.All;

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterSymbolAction(AnalyzeOptions, SymbolKind.NamedType);
        context.RegisterOperationAction(DefaultValueAnalysis.Analyze, OperationKind.PropertyInitializer);
        context.RegisterOperationAction(ThrowingConversionAnalysis.Analyze, OperationKind.Conversion);
        context.RegisterCompilationStartAction(start =>
        {
            var plugins = new ConcurrentBag<(PluginModel Plugin, Location Place)>();
            start.RegisterSymbolAction(symbol => AnalyzePlugin(symbol, plugins), SymbolKind.NamedType);
            start.RegisterCompilationEndAction(end => ReportDuplicates(end, plugins));
        });
    }

    private static void AnalyzeOptions(SymbolAnalysisContext context)
    {
        var type = (INamedTypeSymbol)context.Symbol;
        if (type.HasAttribute(ContractNames.PluginOptionsAttribute))
        {
            Report(context, OptionsParser.Parse(type, context.CancellationToken).Mistakes);
        }
    }

    private static void AnalyzePlugin(SymbolAnalysisContext context, ConcurrentBag<(PluginModel Plugin, Location Place)> plugins)
    {
        var type = (INamedTypeSymbol)context.Symbol;
        if (type.Attribute(ContractNames.PluginAttribute) is not { } attribute)
        {
            return;
        }

        Parsed<PluginModel> parsed = PluginParser.Parse(type, attribute, context.CancellationToken);
        Report(context, parsed.Mistakes);
        if (parsed.Model is { } plugin)
        {
            plugins.Add((plugin, attribute.PlaceOfArgument(context.CancellationToken) ?? type.Place()));
        }
    }

    /// <summary>Tells, at all but the first of some plugins with one name, who has it.</summary>
    private static void ReportDuplicates(CompilationAnalysisContext context, IEnumerable<(PluginModel Plugin, Location Place)> plugins)
    {
        foreach (var named in plugins.GroupBy(entry => (entry.Plugin.KindTypeName, entry.Plugin.Name)).Where(group => group.Count() > 1))
        {
            (PluginModel first, _) = named.OrderBy(entry => entry.Plugin.TypeName, StringComparer.Ordinal).First();
            foreach ((PluginModel plugin, Location place) in named.Where(entry => entry.Plugin != first))
            {
                string owner = first.TypeName.Replace("global::", "");
                context.ReportDiagnostic(Diagnostic.Create(MistakeDescriptors.DuplicateName, place, plugin.Kind, plugin.Name, owner));
            }
        }
    }

    private static void Report(SymbolAnalysisContext context, ImmutableArray<Diagnostic> mistakes)
    {
        foreach (Diagnostic mistake in mistakes)
        {
            context.ReportDiagnostic(mistake);
        }
    }
}
