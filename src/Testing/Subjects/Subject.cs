using MmoePipeline.Composition;
using MmoePipeline.Configuration;
using MmoePipeline.Configuration.Tree;
using MmoePipeline.Construction;
using MmoePipeline.Testing.Options;

namespace MmoePipeline.Testing.Subjects;

/// <summary>A plugin with the options that it is checked with.</summary>
internal sealed class Subject
{
    public Subject(PluginDescriptor plugin, ConformanceOptions settings)
    {
        (Plugin, Settings) = (plugin, settings);
        Registry = new ConformanceRegistry(
            [plugin, .. PluginCatalogues.Of(plugin.Type.Assembly), .. settings.Plugins, StandInExperts.Descriptor]);
        (Options, Problems) = Bind(ConfigurationText.Read(settings.Configuration, settings.Folder));
    }

    public PluginDescriptor Plugin { get; }

    public ConformanceOptions Settings { get; }

    /// <summary>The plugins that slots can name.</summary>
    public IPluginRegistry Registry { get; }

    /// <summary>The bound options; null for a plugin without any, or where there are problems.</summary>
    public object? Options { get; }

    /// <summary>What is wrong with the options.</summary>
    public ImmutableArray<string> Problems { get; }

    /// <summary>The values of the secrets that the plugin was given, where they are long enough to be told from other texts.</summary>
    /// <param name="written">The options as a run writes them down.</param>
    public ImmutableArray<string> Secrets(string written) =>
        [.. GivenSecrets.Of(ConfigurationText.Read(Settings.Configuration, Settings.Folder), ConfigurationText.Read(written, Settings.Folder))];

    /// <summary>Reads the options that a run writes down, where the variables hold the secrets that they name.</summary>
    /// <param name="written">The options as a run writes them down.</param>
    public (object? Options, ImmutableArray<string> Problems) BindAgain(string written) => Bind(GivenSecrets.PutBack(
        ConfigurationText.Read(Settings.Configuration, Settings.Folder), ConfigurationText.Read(written, Settings.Folder)));

    /// <summary>Reads options as the program does.</summary>
    private (object? Options, ImmutableArray<string> Problems) Bind(ConfigurationNode node)
    {
        var binding = new OptionsBinding(Registry);
        var section = new OptionsSection(node, binding, isSlot: true);
        if (Plugin.Options is null)
        {
            section.RefuseOthers([]);
        }

        object? options = Plugin.Bind(section);
        return binding.Problems.Count == 0 ? (options, []) : (null, [.. binding.Problems.Select(problem => problem.ToString())]);
    }

    /// <summary>Constructs plugins in a run whose clock it is.</summary>
    public PluginActivator Activator(ConformanceClock clock) => new(new ConformanceServices(clock, Settings.Services));

    /// <summary>Constructs an instance of a kind without a context.</summary>
    public TKind Create<TKind>(ConformanceClock clock)
        where TKind : class => Activator(clock).Create(Slot<TKind>());

    /// <summary>Constructs an instance of a kind with a context.</summary>
    public TKind Create<TKind, TContext>(ConformanceClock clock, TContext context)
        where TKind : class, IRequiresContext<TContext>
        where TContext : PluginContext => Activator(clock).Create(Slot<TKind>(), context);

    /// <summary>A slot that makes instances, for building blocks that take one.</summary>
    public PluginSlot<TKind> Slot<TKind>()
        where TKind : class => new(Plugin, Options, "conformance");
}
