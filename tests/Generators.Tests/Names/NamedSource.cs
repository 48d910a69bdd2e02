namespace MmoePipeline.Generators.Tests.Names;

/// <summary>A source with a plugin, its kind, its options and an enum, under names that were drawn.</summary>
/// <param name="Namespace">The parts of the namespace; empty for the global one.</param>
/// <param name="Containers">The kinds of the types that the options are nested in, and whether those have a type parameter.</param>
/// <param name="Types">Names for types, parameters and type parameters; those of one scope differ.</param>
/// <param name="Members">Names for options, whose keys differ.</param>
/// <param name="Choices">Names for members of an enum, whose configuration names differ.</param>
public sealed record NamedSource(
    ImmutableArray<LegalName> Namespace,
    ImmutableArray<(string Kind, bool IsGeneric)> Containers,
    ImmutableArray<LegalName> Types,
    ImmutableArray<LegalName> Members,
    ImmutableArray<LegalName> Choices)
{
    private const string Contract = "global::MmoePipeline.Composition";

    /// <summary>The source.</summary>
    public string Text
    {
        get
        {
            string[] names = [.. Types.Select(type => type.Identifier)];
            (string kind, string plugin, string mode, string record, string typeParameter) = (names[0], names[1], names[2], names[3], names[4]);
            string space = string.Join(".", Namespace.Select(part => part.Identifier));
            string prefix = space.Length == 0 ? "global::" : $"global::{space}.";
            string[] containers = [.. Containers.Select((container, index) => names[5 + index] + (container.IsGeneric && index == 0 ? $"<{typeParameter}>" : ""))];
            string path = prefix + string.Concat(containers.Select(container => container.Replace($"<{typeParameter}>", "<int>", StringComparison.Ordinal) + "."));
            (string options, string choice) = (path + record, prefix + mode);
            return $$"""
                {{(space.Length == 0 ? "" : $"namespace {space};")}}

                /// <summary>Samples.</summary>
                [{{Contract}}.PluginKind("sampler")] public interface {{kind}};

                public enum {{mode}} { {{string.Join(", ", Choices.Select(name => name.Identifier))}} }

                {{string.Concat(containers.Select((container, index) => $"public {Containers[index].Kind.Replace("record", "partial record", StringComparison.Ordinal)} {container} {{\n"))}}
                /// <summary>Options.</summary>
                [{{Contract}}.PluginOptions] public sealed partial record {{record}}
                {
                {{string.Join("\n", Members.Select((name, index) => $"    /// <summary>O.</summary>\n    public {Option(index, name.Identifier, choice)}"))}}
                }
                {{new string('}', containers.Length)}}

                /// <summary>Is one.</summary>
                [{{Contract}}.Plugin("odd")] public sealed class {{plugin}}({{options}} {{names[7]}}, global::System.IDisposable {{names[8]}}) : {{prefix}}{{kind}}
                {
                    public object A => {{names[7]}};
                    public object B => {{names[8]}};
                }
                """;
        }
    }

    private static string Option(int index, string name, string choice) => (index % 8) switch
    {
        0 => $"int {name} {{ get; init; }} = 3;",
        1 => $"required string {name} {{ get; init; }}",
        2 => $"{choice} {name} {{ get; init; }}",
        3 => $"{choice}? {name} {{ get; init; }}",
        4 => $"global::System.Collections.Immutable.ImmutableArray<{choice}> {name} {{ get; init; }} = [];",
        5 => $"string? {name} {{ get; init; }}",
        6 => $"global::System.Collections.Immutable.ImmutableSortedDictionary<string, double> {name} {{ get; init; }} = "
            + "global::System.Collections.Immutable.ImmutableSortedDictionary<string, double>.Empty;",
        _ => $"global::System.TimeSpan {name} {{ get; init => field = value; }}",
    };
}
