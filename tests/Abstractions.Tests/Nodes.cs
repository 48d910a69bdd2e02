using MmoePipeline.Composition;
using MmoePipeline.Configuration;

namespace MmoePipeline.Abstractions.Tests;

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

    /// <summary>Reads a value; the result is the value, or else the problems.</summary>
    public static (bool Read, T Value, string Problem) Read<T>(OptionReader<T> reader, ConfigurationNode node)
    {
        ArgumentNullException.ThrowIfNull(reader);
        var binding = new OptionsBinding(new NoPlugins());
        bool read = reader(node, binding, out T value);
        return (read, value, string.Join("\n", binding.Problems));
    }

    private sealed class NoPlugins : IPluginRegistry
    {
        public string? WhyMissing => null;

        public IReadOnlyList<PluginDescriptor> OfKind(Type kind) => [];
    }
}
