using MmoePipeline.Configuration;

namespace MmoePipeline.Testing.Options;

/// <summary>How a plugin is to be checked, where the usual way does not do.</summary>
public sealed record ConformanceOptions
{
    /// <summary>
    /// The plugin's section of a configuration, as JSON, without its <c>type</c>: to check other options than the defaults, and for
    /// options that have to be there.
    /// </summary>
    public string Configuration { get; init; } = "{}";

    /// <summary>The folder that paths in <see cref="Configuration"/> are meant from; the working folder by default.</summary>
    public string Folder { get; init; } = ".";

    /// <summary>
    /// Checks that the plugin fails for a reason, which is named. Such a check is run all the same: one that would pass is reported, so that
    /// no exception stays longer than it is needed.
    /// </summary>
    public ImmutableDictionary<ConformanceCheck, string> Exceptions { get; init; } = ImmutableDictionary<ConformanceCheck, string>.Empty;

    /// <summary>
    /// Plugins that slots in <see cref="Configuration"/> may name, beside those of the plugin's own assembly and an expert called
    /// <c>stand-in</c> that is always there.
    /// </summary>
    public ImmutableArray<PluginDescriptor> Plugins { get; init; } = [];

    /// <summary>Labels that a task is given; those that it refuses are left out, and two at least have to remain.</summary>
    public ImmutableArray<string> Labels { get; init; } = ["0", "1"];

    /// <summary>
    /// The rows that a feature is given: a cell's value by column and number of the row, from 0 to 499: a text, a number, a list of either, or null where it is missing. Where it is
    /// null, columns are made up: seven texts, numbers, and lists of up to three of them.
    /// </summary>
    public Func<string, int, object?>? FeatureCells { get; init; }

    /// <summary>
    /// Services for the plugin's constructor beside <see cref="Modeling.ITrainingClock"/> and <c>ILogger</c>, which are always there.
    /// </summary>
    public IServiceProvider? Services { get; init; }
}
