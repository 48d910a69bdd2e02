using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Diagnostics;
using MmoePipeline.CodeFixes;
using MmoePipeline.Generators.Diagnostics;

namespace MmoePipeline.Generators.Tests.CodeFixes;

/// <summary>Fixes applied to what the real analyzer tells, in a workspace as an editor has one.</summary>
public sealed class CodeFixTests
{
    public static TheoryData<string, string> Cases => new()
    {
        {
            "[PluginOptions]\npublic sealed record Options;",
            "[PluginOptions]\npublic sealed partial record Options;"
        },
        {
            "public class Outer\n{\n    [PluginOptions]\n    public sealed partial record Options;\n}",
            "public partial class Outer\n{\n    [PluginOptions]\n    public sealed partial record Options;\n}"
        },
        {
            "[PluginOptions]\npublic sealed partial record Options\n{\n    public int Count { get; set; } = 3; // kept\n}",
            "[PluginOptions]\npublic sealed partial record Options\n{\n    public int Count { get; init; } = 3; // kept\n}"
        },
        {
            "[PluginOptions]\npublic sealed partial record Options\n{\n    public int Count { get; } = 3;\n}",
            "[PluginOptions]\npublic sealed partial record Options\n{\n    public int Count { get; init; } = 3;\n}"
        },
        {
            "[PluginKind(\"sampler\")] public interface ISampler;\n[Plugin(\"LowRank\")] public sealed class X : ISampler;",
            "[PluginKind(\"sampler\")] public interface ISampler;\n[Plugin(\"low-rank\")] public sealed class X : ISampler;"
        },
        {
            "[PluginKind(\"sampler\")] public interface ISampler;\n[Plugin(\"\")] public sealed class LowRank : ISampler;",
            "[PluginKind(\"sampler\")] public interface ISampler;\n[Plugin(\"low-rank\")] public sealed class LowRank : ISampler;"
        },
    };

    private static ImmutableArray<CodeFixProvider> Providers { get; } = [new MakePartial(), new UseInit(), new UseKebabCase()];

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task The_fixed_source_has_no_mistake_left(string before, string after)
    {
        using var workspace = new AdhocWorkspace();
        Document document = Document(workspace, before);
        Diagnostic mistake = Assert.Single(await ErrorsAsync(document));
        CodeAction action = Assert.Single(await ActionsAsync(document, mistake));
        Document changed = await ApplyAsync(document, action);

        Assert.Equal(GeneratorOutcome.WithUsings(after), (await changed.GetTextAsync()).ToString());
        Assert.Empty(await ErrorsAsync(changed));
    }

    [Fact]
    public async Task A_field_is_left_to_its_author()
    {
        using var workspace = new AdhocWorkspace();
        Document document = Document(workspace, "[PluginOptions] public sealed partial record Options { public int Count; }");
        Assert.Empty(await ActionsAsync(document, Assert.Single(await ErrorsAsync(document))));
    }

    [Fact]
    public async Task All_of_one_kind_are_fixed_at_once()
    {
        using var workspace = new AdhocWorkspace();
        Document document = Document(
            workspace,
            "[PluginOptions] public sealed partial record Options { public int A { get; set; } public int B { get; } = 1; public int C { get; set; } }");
        ImmutableArray<Diagnostic> mistakes = await ErrorsAsync(document);
        var provider = new UseInit();
        var context = new FixAllContext(
            document, provider, FixAllScope.Document, mistakes[0].Id, [mistakes[0].Id], new Mistakes(mistakes), CancellationToken.None);
        CodeAction action = (await provider.GetFixAllProvider().GetFixAsync(context))!;
        Document changed = await ApplyAsync(document, action);

        Assert.Equal(3, mistakes.Length);
        Assert.Empty(await ErrorsAsync(changed));
    }

    /// <summary>Which mistakes have a fix is said in the pages' index as well.</summary>
    [Fact]
    public void The_index_of_pages_knows_the_fixes()
    {
        string[] lines = File.ReadAllLines(RepositoryFiles.PathOf("docs", "diagnostics", "README.md"));
        Assert.Equal(
            Providers.SelectMany(provider => provider.FixableDiagnosticIds).Order(StringComparer.Ordinal),
            lines.Where(line => line.EndsWith("| yes |", StringComparison.Ordinal)).Select(line => line[3..10]).Order(StringComparer.Ordinal));
    }

    private static Document Document(AdhocWorkspace workspace, string source)
    {
        Project project = workspace.AddProject(ProjectInfo.Create(
            ProjectId.CreateNewId(),
            VersionStamp.Default,
            "Plugin",
            "Plugin",
            LanguageNames.CSharp,
            compilationOptions: GeneratorOutcome.CompilationOptions,
            parseOptions: GeneratorOutcome.ParseOptions,
            metadataReferences: GeneratorOutcome.References));
        return project.AddDocument("Plugin.cs", GeneratorOutcome.WithUsings(source));
    }

    private static async Task<ImmutableArray<Diagnostic>> ErrorsAsync(Document document)
    {
        Compilation compilation = (await document.Project.GetCompilationAsync())!;
        ImmutableArray<Diagnostic> all = await compilation.WithAnalyzers([new MistakeAnalyzer()]).GetAnalyzerDiagnosticsAsync();
        return [.. all.Where(mistake => mistake.Severity == DiagnosticSeverity.Error)];
    }

    private static async Task<ImmutableArray<CodeAction>> ActionsAsync(Document document, Diagnostic mistake)
    {
        var actions = ImmutableArray.CreateBuilder<CodeAction>();
        foreach (CodeFixProvider provider in Providers.Where(provider => provider.FixableDiagnosticIds.Contains(mistake.Id)))
        {
            await provider.RegisterCodeFixesAsync(new CodeFixContext(document, mistake, (action, _) => actions.Add(action), CancellationToken.None));
        }

        return actions.ToImmutable();
    }

    private static async Task<Document> ApplyAsync(Document document, CodeAction action)
    {
        ApplyChangesOperation changes = (await action.GetOperationsAsync(CancellationToken.None)).OfType<ApplyChangesOperation>().Single();
        return changes.ChangedSolution.GetDocument(document.Id)!;
    }

    private sealed class Mistakes(ImmutableArray<Diagnostic> mistakes) : FixAllContext.DiagnosticProvider
    {
        public override Task<IEnumerable<Diagnostic>> GetAllDiagnosticsAsync(Project project, CancellationToken cancellationToken) =>
            Task.FromResult<IEnumerable<Diagnostic>>(mistakes);

        public override Task<IEnumerable<Diagnostic>> GetDocumentDiagnosticsAsync(Document document, CancellationToken cancellationToken) =>
            Task.FromResult<IEnumerable<Diagnostic>>(mistakes);

        public override Task<IEnumerable<Diagnostic>> GetProjectDiagnosticsAsync(Project project, CancellationToken cancellationToken) =>
            Task.FromResult<IEnumerable<Diagnostic>>([]);
    }
}
