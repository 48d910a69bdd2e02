using MmoePipeline.Composition;
using MmoePipeline.Configuration;

namespace MmoePipeline.Testing.Subjects;

/// <summary>A plugin with the options that it is checked with.</summary>
internal sealed class Subject
{
    public Subject(PluginDescriptor plugin, ConformanceOptions settings)
    {
        (Plugin, Settings) = (plugin, settings);
        Registry = new ConformanceRegistry(
            [plugin, .. PluginConformance.PluginsOf(plugin.Type.Assembly), .. settings.Plugins, StandInExperts.Descriptor]);
        (Options, Problems) = Bind(settings.Configuration);
    }

    public PluginDescriptor Plugin { get; }

    public ConformanceOptions Settings { get; }

    /// <summary>The plugins that slots can name.</summary>
    public IPluginRegistry Registry { get; }

    /// <summary>The bound options; null for a plugin without any, or where there are problems.</summary>
    public object? Options { get; }

    /// <summary>What is wrong with the options.</summary>
    public ImmutableArray<string> Problems { get; }

    /// <summary>Reads options as the program does.</summary>
    public (object? Options, ImmutableArray<string> Problems) Bind(string json)
    {
        var binding = new OptionsBinding(Registry);
        var section = new OptionsSection(ConfigurationText.Read(json, Settings.Folder), binding, isSlot: true);
        if (Plugin.Options is null)
        {
            section.RefuseOthers([]);
        }

        object? options = Plugin.Bind(section);
        return binding.Problems.Count == 0 ? (options, []) : (null, [.. binding.Problems.Select(problem => problem.ToString())]);
    }

    /// <summary>Makes a new instance.</summary>
    public TKind Create<TKind>(ConformanceClock clock) => (TKind)Plugin.Create(Options, new ConformanceServices(clock, Settings.Services));

    /// <summary>A slot that makes instances, for building blocks that take one.</summary>
    public PluginSlot<TKind> Slot<TKind>()
        where TKind : class => new(Plugin, Options, "conformance");
}
