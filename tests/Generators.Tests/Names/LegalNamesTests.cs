using System.Runtime.Loader;
using CsCheck;
using Microsoft.CodeAnalysis;
using MmoePipeline.Configuration;
using MmoePipeline.Construction;

namespace MmoePipeline.Generators.Tests.Names;

/// <summary>Whatever names C# allows: the generated code compiles, and configurations have the names that they should.</summary>
public sealed class LegalNamesTests
{
    private static readonly Gen<ImmutableArray<LegalName>> Names = Gen.Shuffle(LegalName.All.ToArray()).Select(names => names.ToImmutableArray());

    private static readonly Gen<(string Kind, bool IsGeneric)> Container = Gen.Select(
        Gen.OneOfConst("partial class", "static partial class", "partial struct", "ref partial struct", "partial interface", "record", "record struct", "abstract record"),
        Gen.Bool);

    private static readonly Gen<NamedSource> Source = Gen.Select(
        Gen.Select(Gen.Int[0, 3], Names, (length, names) => names.Take(length).ToImmutableArray()),
        Container.Array[0, 2].Select(containers => containers.ToImmutableArray()),
        Names.Select(names => Distinct(names, name => name.Identifier)),
        Gen.Select(Gen.Int[1, 12], Names, (count, names) => Distinct(names, name => name.Key).Take(count).ToImmutableArray()),
        Gen.Select(Gen.Int[1, 6], Names, (count, names) => Distinct(names, name => name.Choice).Take(count).ToImmutableArray()),
        (space, containers, types, members, choices) => new NamedSource(space, containers, types, OptionsOf(types[3], members), choices));

    [Fact]
    public Task Generated_code_compiles_and_binds_under_the_expected_names() => Source.SampleAsync(VerifyAsync, iter: 40, threads: 1);

    private static async Task VerifyAsync(NamedSource source)
    {
        string text = source.Text;
        GeneratorOutcome outcome = await GeneratorOutcome.OfAsync(text);
        Assert.True(!outcome.Mistakes.Any(mistake => mistake.Severity == DiagnosticSeverity.Error), $"{string.Join("\n", outcome.Mistakes)}\n{text}");
        Diagnostic[] wrong = [.. outcome.Errors.Where(error => error.Severity == DiagnosticSeverity.Error || IsGenerated(error))];
        Assert.True(wrong.Length == 0, $"{string.Join("\n", wrong.Take(5))}\n{text}\n{string.Join("\n", outcome.Sources.Select(file => file.Text))}");
        Assert.Equal(2, outcome.Sources.Length);

        PluginDescriptor plugin = Load(outcome.Compilation);
        Assert.Equal(("sampler", "odd"), (plugin.Kind, plugin.Name));
        Assert.Equal(source.Members.Select(member => member.Key), plugin.Options!.Options.Select(option => option.Key));
        foreach (ChoiceOption choice in plugin.Options.Options.Select(option => option.Type).OfType<ChoiceOption>())
        {
            Assert.Equal(source.Choices.Select(name => name.Choice), choice.Choices);
        }
    }

    private static PluginDescriptor Load(Compilation compilation)
    {
        using var image = new MemoryStream();
        Assert.True(compilation.Emit(image).Success);
        image.Position = 0;
        var context = new AssemblyLoadContext("odd", isCollectible: true);
        try
        {
            Type catalogue = context.LoadFromStream(image).GetType("MmoePipeline.Generated.PluginCatalogue", throwOnError: true)!;
            return Assert.Single(((IPluginCatalogue)Activator.CreateInstance(catalogue, nonPublic: true)!).Plugins);
        }
        finally
        {
            context.Unload();
        }
    }

    private static bool IsGenerated(Diagnostic diagnostic) =>
        diagnostic.Location.SourceTree?.FilePath.EndsWith(".g.cs", StringComparison.Ordinal) is true;

    /// <summary>No option is called as its record is, and none is the key that picks the plugin.</summary>
    private static ImmutableArray<LegalName> OptionsOf(LegalName record, ImmutableArray<LegalName> members) =>
        [.. members.Where(member => member.Identifier != record.Identifier)];

    private static ImmutableArray<LegalName> Distinct(ImmutableArray<LegalName> names, Func<LegalName, string> key) =>
        [.. names.DistinctBy(key, StringComparer.OrdinalIgnoreCase)];
}
