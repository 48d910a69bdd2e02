using System.ComponentModel.DataAnnotations;
using MmoePipeline.Composition;
using MmoePipeline.Configuration;

namespace MmoePipeline.Runs.Options;

/// <summary>Plugins that are not the program's own.</summary>
[PluginOptions]
public sealed partial record PluginsOptions
{
    /// <summary>Further drop-in folders beside the program's own or the one that --plugins names. What is in them runs with your rights.</summary>
    [OptionPath]
    public ImmutableArray<string> Folders { get; init; } = [];

    /// <summary>How long loading or constructing a plugin may take; one that takes longer ends the program.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan ConstructionLimit { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Refuses folders that are not there.</summary>
    public void Validate(OptionsSection section)
    {
        foreach (string folder in Folders.Where(folder => !Directory.Exists(folder)))
        {
            section.Report("folders", $"there is no folder {folder}");
        }
    }
}
