using MmoePipeline.Configuration;
using MmoePipeline.Configuration.Tree;
using MmoePipeline.Runs.Options;

namespace MmoePipeline.Runs.Plugins;

/// <summary>The plugins that a program uses: the built-in ones, and those of drop-in folders.</summary>
public sealed class PluginSet : IPluginRegistry
{
    private static readonly Lazy<PluginSet> OfProgram = new(() => Load());

    private PluginSet(PluginRegistry registry) => Registry = registry;

    /// <summary>The built-in plugins, loaded once.</summary>
    public static PluginSet BuiltIn => OfProgram.Value;

    /// <summary>What could not be loaded from drop-in folders, with the reason.</summary>
    public ImmutableArray<string> Failures => [.. Registry.Failures.Select(failure => $"{failure}")];

    /// <inheritdoc/>
    public string? WhyMissing => Registry.WhyMissing;

    internal PluginRegistry Registry { get; }

    /// <summary>
    /// Loads the built-in plugins and those of drop-in folders. A drop-in's code runs in this process with its rights: name folders that you trust.
    /// </summary>
    /// <param name="dropInFolders">The folders; one that doesn't exist has no plugins.</param>
    public static PluginSet Load(params IEnumerable<string> dropInFolders) =>
        new(PluginLoader.Load(new PluginSources([.. dropInFolders], new PluginsOptions().ConstructionLimit)));

    /// <inheritdoc/>
    public IReadOnlyList<PluginDescriptor> OfKind(Type kind) => Registry.OfKind(kind);

    /// <summary>Picks a plugin by its name, for a <see cref="RunConfiguration"/>.</summary>
    /// <typeparam name="TKind">The kind.</typeparam>
    /// <param name="name">The name in configurations, for instance <c>adam</c>.</param>
    /// <param name="options">Its options; null for a plugin without options.</param>
    /// <exception cref="ArgumentException">There is no such plugin, or its options are of another type.</exception>
    public PluginSlot<TKind> Use<TKind>(string name, object? options = null)
        where TKind : class
    {
        IReadOnlyList<PluginDescriptor> all = OfKind(typeof(TKind));
        PluginDescriptor plugin = all.FirstOrDefault(candidate => candidate.Name == name) ?? throw new ArgumentException(
            $"There is no {typeof(TKind).Name} '{name}'; there are {string.Join(", ", all.Select(candidate => candidate.Name))}."
            + (NearestName.Find(name, all.Select(candidate => candidate.Name)) is { } near ? $" Did you mean '{near}'?" : ""),
            nameof(name));
        return plugin.Options?.Type == options?.GetType()
            ? new PluginSlot<TKind>(plugin, options, "")
            : throw new ArgumentException(
                $"Expected {plugin.Options?.Type.Name ?? "no options"} for '{name}', found {options?.GetType().Name ?? "none"}.", nameof(options));
    }

    /// <summary>Picks a plugin by the type of its options, for a <see cref="RunConfiguration"/>.</summary>
    /// <typeparam name="TKind">The kind.</typeparam>
    /// <param name="options">The options of exactly one plugin of the kind.</param>
    /// <exception cref="ArgumentException">No plugin of the kind has options of the type, or several have.</exception>
    public PluginSlot<TKind> Use<TKind>(object options)
        where TKind : class
    {
        ArgumentNullException.ThrowIfNull(options);
        PluginDescriptor[] fitting = [.. OfKind(typeof(TKind)).Where(plugin => plugin.Options?.Type == options.GetType())];
        return fitting.Length == 1 ? new PluginSlot<TKind>(fitting[0], options, "") : throw new ArgumentException(
            $"Expected the options of one {typeof(TKind).Name}; {options.GetType().Name} are those of "
            + $"{(fitting.Length == 0 ? "none" : string.Join(", ", fitting.Select(plugin => plugin.Name)))}.",
            nameof(options));
    }
}
