using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace MmoePipeline.Host.Tests.Architecture;

/// <summary>Which namespaces of an assembly use which others of it: by <c>using</c> directives, named types and members.</summary>
internal sealed class NamespaceGraph
{
    private readonly SortedDictionary<string, SortedDictionary<string, string>> _edges = new(StringComparer.Ordinal);

    /// <summary>Reads the sources of an assembly.</summary>
    /// <param name="assembly">Its name: other assemblies' internals are visible to it.</param>
    /// <param name="files">The sources by their names.</param>
    /// <param name="references">What it is compiled against.</param>
    public static NamespaceGraph Create(string assembly, IEnumerable<(string Name, string Text)> files, IEnumerable<MetadataReference> references)
    {
        var options = new CSharpParseOptions(LanguageVersion.Preview);
        var compilation = CSharpCompilation.Create(
            assembly,
            files.Select(file => CSharpSyntaxTree.ParseText(file.Text, options, file.Name)),
            references,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true));
        var graph = new NamespaceGraph();
        foreach (SyntaxTree tree in compilation.SyntaxTrees)
        {
            graph.Add(tree, compilation);
        }

        return graph;
    }

    /// <summary>The circles, each as its edges with a place: namespaces that use each other, directly or by way of others.</summary>
    public IEnumerable<string> Circles() =>
        from edge in _edges
        from used in edge.Value
        where Reach(used.Key).Contains(edge.Key)
        select $"{edge.Key} -> {used.Key} ({used.Value})";

    private void Add(SyntaxTree tree, Compilation compilation)
    {
        SemanticModel model = compilation.GetSemanticModel(tree);
        foreach (SyntaxNode node in tree.GetRoot().DescendantNodes())
        {
            if (node is UsingDirectiveSyntax { Name: { } name } directive && directive.GlobalKeyword.IsKind(SyntaxKind.None)
                && model.GetSymbolInfo(name).Symbol is INamespaceSymbol imported)
            {
                string? own = tree.GetRoot().DescendantNodes().OfType<BaseNamespaceDeclarationSyntax>().FirstOrDefault()?.Name.ToString();
                Add(own ?? "", imported, compilation, $"{Path.GetFileName(tree.FilePath)}: using");
            }
            else if (node is SimpleNameSyntax simple && node.FirstAncestorOrSelf<UsingDirectiveSyntax>() is null
                && node.FirstAncestorOrSelf<BaseNamespaceDeclarationSyntax>() is { } space && !space.Name.Contains(node))
            {
                ISymbol? symbol = model.GetSymbolInfo(simple).Symbol;
                INamedTypeSymbol? type = symbol as INamedTypeSymbol ?? symbol?.ContainingType;
                if (type is not null && SymbolEqualityComparer.Default.Equals(type.ContainingAssembly, compilation.Assembly))
                {
                    Add(space.Name.ToString(), type.ContainingNamespace, compilation, $"{Path.GetFileName(tree.FilePath)}: {type.Name}");
                }
            }
        }
    }

    private void Add(string from, INamespaceSymbol used, Compilation compilation, string place)
    {
        string to = used.ToDisplayString();
        if (to != from && Declares(compilation, to))
        {
            if (!_edges.TryGetValue(from, out SortedDictionary<string, string>? edges))
            {
                _edges.Add(from, edges = new SortedDictionary<string, string>(StringComparer.Ordinal));
            }

            edges.TryAdd(to, place);
        }
    }

    /// <summary>Whether the assembly itself has types of a namespace, which others may have types of, too.</summary>
    private static bool Declares(Compilation compilation, string name)
    {
        INamespaceSymbol? space = compilation.Assembly.GlobalNamespace;
        foreach (string part in name.Split('.'))
        {
            space = space?.GetNamespaceMembers().FirstOrDefault(member => member.Name == part);
        }

        return space?.GetTypeMembers().Length > 0;
    }

    private HashSet<string> Reach(string from)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal) { from };
        var next = new Stack<string>(seen);
        while (next.TryPop(out string? space))
        {
            foreach (string used in _edges.TryGetValue(space, out SortedDictionary<string, string>? edges) ? edges.Keys : Enumerable.Empty<string>())
            {
                if (seen.Add(used))
                {
                    next.Push(used);
                }
            }
        }

        return seen;
    }
}
