using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;
using MmoePipeline.Configuration.Tree;
using MmoePipeline.Runs.Configuration;

namespace MmoePipeline.Host.Tests.Configuration;

public sealed class JsonTreeTests
{
    private static readonly Gen<JsonNode?> Scalar = Gen.OneOf(
        Gen.Bool.Select(value => (JsonNode?)JsonValue.Create(value)),
        Gen.Double.Where(double.IsFinite).Select(value => (JsonNode?)JsonValue.Create(value)),
        Gen.Long.Select(value => (JsonNode?)JsonValue.Create(value)),
        Gen.String.Select(value => (JsonNode?)JsonValue.Create(new string([.. value.Where(letter => !char.IsSurrogate(letter))]))),
        Gen.Const((JsonNode?)null));

    private static readonly Gen<JsonNode?> Tree = Gen.Recursive<JsonNode?>((depth, inner) => depth > 3
        ? Scalar
        : Gen.OneOf(
            Scalar,
            inner.Array[0, 4].Select(items => (JsonNode?)new JsonArray([.. items.Select(item => item?.DeepClone())])),
            Gen.Select(Gen.String[Gen.Char.AlphaNumeric, 1, 6], inner).Array[0, 4].Select(members => (JsonNode?)new JsonObject(
                members.DistinctBy(member => member.Item1)
                    .Select(member => KeyValuePair.Create(member.Item1, member.Item2?.DeepClone()))))));

    [Fact]
    public void Any_JSON_reads_as_the_platform_reads_it() => Tree.Sample(tree =>
    {
        string text = tree?.ToJsonString(new JsonSerializerOptions { WriteIndented = true }) ?? "null";
        (ConfigurationNode? node, List<ConfigurationProblem> problems) = Read(text);
        return problems.Count == 0 && node is not null && JsonNode.DeepEquals(tree, Rebuild(node));
    });

    /// <summary>Every value is where its place says: its text begins there.</summary>
    [Fact]
    public void Places_are_true() => Tree.Sample(tree =>
    {
        string text = "// a comment, with ü\n" + (tree?.ToJsonString(new JsonSerializerOptions { WriteIndented = true }) ?? "null");
        string[] lines = text.Split('\n');
        return All(Read(text).Node!).All(node => lines[node.Place.Line!.Value - 1][node.Place.Column!.Value - 1] switch
        {
            '{' => node.Kind == ConfigurationKind.Object,
            '[' => node.Kind == ConfigurationKind.Array,
            '"' => node.Kind == ConfigurationKind.String,
            't' or 'f' => node.Kind == ConfigurationKind.Boolean,
            'n' => node.Kind == ConfigurationKind.Null,
            _ => node.Kind == ConfigurationKind.Number,
        });
    });

    [Theory]
    [InlineData("{\n  \"a\": 1\n  \"b\": 2\n}", "MMOE1205 f:3:3")]
    [InlineData("{ \"a\": tru }", "MMOE1205 f:1:11")]
    [InlineData("", "MMOE1205 f:1:1")]
    [InlineData("{ \"a\": 1", "MMOE1205 f:1:9")]
    [InlineData("{ \"a\": [true", "MMOE1205 f:1:13")]
    [InlineData("{} {}", "MMOE1205 f:1:4")]
    public void A_mistake_is_reported_with_its_place(string text, string problem)
    {
        (ConfigurationNode? node, List<ConfigurationProblem> problems) = Read(text);
        Assert.Null(node);
        ProblemAssert.Equal(problems, problem);
    }

    [Theory]
    [InlineData("{ \"a\": \"\\ud800\" }", "MMOE1208 f:1:8 a")]
    [InlineData("{ \"a\": { \"\\udc00\": 1 } }", "MMOE1208 f:1:10 a")]
    public void Half_of_a_surrogate_pair_is_reported(string text, string problem) => ProblemAssert.Equal(Read(text).Problems, problem);

    [Fact]
    public void Another_encoding_is_reported_with_its_place()
    {
        (ConfigurationNode? node, List<ConfigurationProblem> problems) = Read(Encoding.Latin1.GetBytes("{\n \"name\": \"Zürich\" }"));
        Assert.Null(node);
        ProblemAssert.Equal(problems, "MMOE1203 f:2:12");
    }

    [Fact]
    public void A_key_that_is_there_twice_is_reported()
    {
        (_, List<ConfigurationProblem> problems) = Read("{ \"a\": { \"b\": 1,\n \"b\": 2 } }");
        ProblemAssert.Equal(problems, "MMOE1207 f:2:2 a.b");
    }

    [Fact]
    public void Comments_and_trailing_commas_are_allowed()
    {
        (ConfigurationNode? node, List<ConfigurationProblem> problems) = Read("{ // one\n \"a\": [1, /* two */ 2,], }");
        Assert.Empty(problems);
        Assert.Equal(2, node!.Member("a")!.Value.Items.Length);
    }

    private static (ConfigurationNode? Node, List<ConfigurationProblem> Problems) Read(string text) => Read(Encoding.UTF8.GetBytes(text));

    private static (ConfigurationNode? Node, List<ConfigurationProblem> Problems) Read(byte[] bytes)
    {
        var positions = new TextPositions(bytes);
        var problems = new List<ConfigurationProblem>();
        ConfigurationNode? node = JsonTree.Read(
            bytes,
            "",
            offset =>
            {
                (int line, int column) = positions.Of(offset);
                return new ConfigurationPlace("f", line, column);
            },
            ".",
            problems);
        return (node, problems);
    }

    private static IEnumerable<ConfigurationNode> All(ConfigurationNode node) =>
        [node, .. node.Items.SelectMany(All), .. node.Members.SelectMany(member => All(member.Value))];

    private static JsonNode? Rebuild(ConfigurationNode node) => node.Kind switch
    {
        ConfigurationKind.Object => new JsonObject(node.Members.Select(member => KeyValuePair.Create(member.Key, Rebuild(member.Value)))),
        ConfigurationKind.Array => new JsonArray([.. node.Items.Select(Rebuild)]),
        ConfigurationKind.String => JsonValue.Create(node.Text),
        ConfigurationKind.Boolean => JsonValue.Create(bool.Parse(node.Text)),
        ConfigurationKind.Null => null,
        _ => JsonNode.Parse(node.Text, null, default),
    };
}
