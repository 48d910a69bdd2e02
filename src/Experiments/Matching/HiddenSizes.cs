using System.Text.Json;
using System.Text.Json.Nodes;
using MmoePipeline.Configuration;
using MmoePipeline.Configuration.Forms;
using MmoePipeline.Runs.Options;

namespace MmoePipeline.Experiments.Matching;

/// <summary>
/// The hidden sizes of a configuration's experts, towers and tasks' own layers: the options named <c>hidden</c>, <c>width</c>,
/// <c>headWidth</c> and <c>rank</c> inside of <c>model</c>. Gates are left as they are, and so are embedding and shared layers.
/// </summary>
/// <param name="Options">The options: their paths, and how many sizes each has; null for one that is a number and no list.</param>
/// <param name="Sizes">The sizes of all of them, one after another.</param>
internal sealed record HiddenSizes(ImmutableArray<(string Path, int? Length)> Options, ImmutableArray<int> Sizes)
{
    private static readonly ImmutableHashSet<string> Names = ["hidden", "width", "headWidth", "rank"];

    /// <summary>Finds them.</summary>
    public static HiddenSizes Of(RunConfiguration configuration)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            OptionForms.Section<RunConfiguration>().Write(new OptionsWriter(json), configuration);
        }

        var options = new List<(string, int?)>();
        var sizes = new List<int>();
        Collect(JsonNode.Parse(buffer.ToArray())!["model"], "model", options, sizes);
        return new HiddenSizes([.. options], [.. sizes]);
    }

    /// <summary>The sizes multiplied with a factor and rounded, at least 1 each.</summary>
    public ImmutableArray<int> Scaled(double factor) => [.. Sizes.Select(size => (int)Math.Clamp(Math.Round(size * factor), 1, 1 << 20))];

    /// <summary>The changes of the configuration that give it other sizes; options that stay as they are need none.</summary>
    /// <param name="sizes">As many as there are.</param>
    public ImmutableArray<string> Sets(ImmutableArray<int> sizes)
    {
        var sets = ImmutableArray.CreateBuilder<string>();
        int start = 0;
        foreach ((string path, int? length) in Options)
        {
            ReadOnlySpan<int> values = sizes.AsSpan().Slice(start, length ?? 1);
            if (!values.SequenceEqual(Sizes.AsSpan().Slice(start, length ?? 1)))
            {
                sets.Add(length is null ? $"{path}={values[0]}" : $"{path}=[{string.Join(", ", values.ToArray())}]");
            }

            start += length ?? 1;
        }

        return sets.ToImmutable();
    }

    private static void Collect(JsonNode? node, string path, List<(string Path, int? Length)> options, List<int> sizes)
    {
        switch (node)
        {
            case JsonArray items:
                foreach ((int index, JsonNode? item) in items.Index())
                {
                    Collect(item, $"{path}.{index}", options, sizes);
                }

                break;
            case JsonObject members:
                foreach ((string name, JsonNode? value) in members)
                {
                    string inside = $"{path}.{name}";
                    if (name == "gate")
                    {
                        continue;
                    }

                    if (!Names.Contains(name) || !TryAdd(value, inside, options, sizes))
                    {
                        Collect(value, inside, options, sizes);
                    }
                }

                break;
            default:
                break;
        }
    }

    private static bool TryAdd(JsonNode? value, string path, List<(string Path, int? Length)> options, List<int> sizes)
    {
        int[]? numbers = value switch
        {
            JsonArray items when items.All(item => item is JsonValue number && number.TryGetValue(out int _)) => [.. items.Select(item => item!.GetValue<int>())],
            JsonValue number when number.TryGetValue(out int one) => [one],
            _ => null,
        };
        if (numbers is null || numbers.Any(number => number < 1))
        {
            return false;
        }

        if (numbers.Length > 0)
        {
            options.Add((path, value is JsonArray ? numbers.Length : null));
            sizes.AddRange(numbers);
        }

        return true;
    }
}
