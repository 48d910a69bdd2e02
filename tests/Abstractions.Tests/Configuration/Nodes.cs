using System.Text.Json;
using System.Text.Json.Nodes;
using MmoePipeline.Configuration;
using MmoePipeline.Configuration.Tree;

namespace MmoePipeline.Abstractions.Tests.Configuration;

/// <summary>Makes configuration values by hand.</summary>
internal static class Nodes
{
    public static ConfigurationNode Of(ConfigurationKind kind, string text = "", params ConfigurationNode[] items) => new()
    {
        Kind = kind,
        Path = "a.b",
        Place = new ConfigurationPlace("file.json", 3, 7),
        Text = text,
        Items = [.. items],
        Folder = "/data",
    };

    public static ConfigurationNode Number(string literal) => Of(ConfigurationKind.Number, literal);

    public static ConfigurationNode Text(string text) => Of(ConfigurationKind.String, text);

    /// <summary>A value as the platform's parser read it.</summary>
    public static ConfigurationNode Of(JsonNode? json, string path = "a.b") => json switch
    {
        JsonArray items => Of(ConfigurationKind.Array) with
        {
            Path = path,
            Items = [.. items.Select((item, index) => Of(item, $"{path}.{index}"))],
        },
        JsonObject members => Of(ConfigurationKind.Object) with
        {
            Path = path,
            Members = [.. members.Select(member => new ConfigurationMember(
                member.Key, new ConfigurationPlace("file.json", 3, 7), Of(member.Value, $"{path}.{member.Key}")))],
        },
        null => Of(ConfigurationKind.Null) with { Path = path },
        _ => json.GetValueKind() switch
        {
            JsonValueKind.String => Text(json.GetValue<string>()),
            JsonValueKind.Number => Number(json.ToJsonString()),
            _ => Of(ConfigurationKind.Boolean, json.ToJsonString()),
        } with
        { Path = path },
    };

    /// <summary>Reads a value; the result is the value, or else the problems.</summary>
    public static (bool IsRight, T Value, string Problem) Read<T>(OptionForm<T> form, ConfigurationNode node)
    {
        var binding = new OptionsBinding(new NoPlugins());
        bool isRight = form.Read(node, binding, out T value);
        return (isRight, value, string.Join("\n", binding.Problems));
    }

    /// <summary>What is wrong with a value: the code of each problem, and the path if asked for; empty where nothing is.</summary>
    public static string Problem<T>(OptionForm<T> form, ConfigurationNode node, bool withPath = false)
    {
        var binding = new OptionsBinding(new NoPlugins());
        Assert.Equal(form.Read(node, binding, out _), binding.Problems.Count == 0);
        Assert.All(binding.Problems, problem => Assert.StartsWith($"{problem.Code} file.json:3:7: {problem.Path}: ", $"{problem}", StringComparison.Ordinal));
        return string.Join('\n', binding.Problems.Select(problem => withPath ? $"{problem.Code} {problem.Path}" : problem.Code));
    }

    /// <summary>What is wrong with a value.</summary>
    public static IReadOnlyList<ConfigurationProblem> Problems<T>(OptionForm<T> form, ConfigurationNode node)
    {
        var binding = new OptionsBinding(new NoPlugins());
        form.Read(node, binding, out _);
        return binding.Problems;
    }

    private sealed class NoPlugins : IPluginRegistry
    {
        public string? WhyMissing => null;

        public IReadOnlyList<PluginDescriptor> OfKind(Type kind) => [];
    }
}
