using System.Text;
using System.Text.Json;
using MmoePipeline.Configuration;
using MmoePipeline.Configuration.Forms;
using MmoePipeline.Configuration.Tree;
using MmoePipeline.Runs.Configuration;
using MmoePipeline.Runs.Options;
using MmoePipeline.Runs.Plugins;

namespace MmoePipeline.Campaigns.Fuzzing;

/// <summary>
/// Configurations: the repository's own, damaged. What the platform's parser takes for no JSON has to be refused; what is accepted
/// has to resolve to a configuration that resolves to itself.
/// </summary>
internal sealed class ConfigurationTarget : IFuzzTarget
{
    private static readonly PluginRegistry Plugins = PluginLoader.Load(Path.Combine(Path.GetTempPath(), "no-such-folder"));
    private static readonly JsonDocumentOptions Tolerated = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    private static readonly byte[][] Pieces =
    [
        .. new[]
        {
            "{", "}", "[", "]", ",", ":", "\"", "null", "true", "-1", "1e400", "0.5", "1e-9", "\"\\ud800\"", "\\u0000", "// x\n", "/*", "\uFEFF",
            "\"type\":", "\"type\": \"mlp\",", "\"model\": {},", "99999999999999999999", "NaN", "\"\"", "[[[[[[[[[[", "\"\\u001b[31m\":",
        }.Select(Encoding.UTF8.GetBytes),
        Encoding.UTF8.GetBytes(new string('[', 2000)),
        [0xFF, 0xFE],
        [0],
    ];

    private readonly byte[][] _texts =
    [
        // Where the census data is not here, its configurations would be refused whatever is done to them.
        .. Directory.GetFiles(RepositoryFiles.PathOf("configs"), "*.json").Order(StringComparer.Ordinal)
            .Select(file => Encoding.UTF8.GetBytes(File.ReadAllText(file).Replace("data://census/", "", StringComparison.Ordinal))),
    ];

    /// <inheritdoc/>
    public string Name => "configuration";

    /// <inheritdoc/>
    public int Share => 30;

    /// <inheritdoc/>
    public bool IsRefused(Random random, string folder)
    {
        byte[] text = Damage.Of(random, _texts[random.Next(_texts.Length)], Pieces);
        string file = Path.Combine(folder, "run.json");
        File.WriteAllBytes(file, text);
        if (Read(file, out ImmutableArray<ConfigurationProblem> problems) is not { } plan)
        {
            return IsTold(problems);
        }

        if (!IsJson(text))
        {
            throw new FuzzException("accepted what is no JSON");
        }

        string resolved = Resolved(plan, folder);
        File.WriteAllText(file, resolved);
        string again = Read(file, out problems) is { } second ? Resolved(second, folder) : $"refused: {string.Join('\n', problems)}";
        int same = resolved.Zip(again).TakeWhile(pair => pair.First == pair.Second).Count();
        return resolved == again ? false
            : throw new FuzzException($"the resolved configuration does not resolve to itself: {resolved[same..Math.Min(same + 100, resolved.Length)]} becomes {again[same..Math.Min(same + 100, again.Length)]}");
    }

    private static RunPlan? Read(string file, out ImmutableArray<ConfigurationProblem> problems) =>
        new RunPlanReader(Plugins).Read(file, [], out problems);

    private static bool IsTold(ImmutableArray<ConfigurationProblem> problems)
    {
        if (problems.IsEmpty)
        {
            throw new FuzzException("refused without a problem");
        }

        string? wrong = problems.Select(problem => $"{problem}").FirstOrDefault(text => text.Any(char.IsControl) || text.Length > 20_000);
        return wrong is null ? true : throw new FuzzException($"a problem is not told on a line of its own: {wrong}");
    }

    private static bool IsJson(byte[] text)
    {
        try
        {
            using var document = JsonDocument.Parse(text.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? text.AsMemory(3) : text, Tolerated);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static string Resolved(RunPlan plan, string folder)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            OptionForms.Section<RunConfiguration>().Write(new OptionsWriter(json, folder), plan.Configuration);
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }
}
