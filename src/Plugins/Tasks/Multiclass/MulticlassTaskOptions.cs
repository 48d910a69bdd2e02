using System.ComponentModel.DataAnnotations;
using MmoePipeline.Composition;
using MmoePipeline.Configuration;

namespace MmoePipeline.Plugins.Tasks.Multiclass;

/// <summary>Options of a multiclass task.</summary>
[PluginOptions]
public sealed partial record MulticlassTaskOptions
{
    /// <summary>The task's name in metrics and messages.</summary>
    [RegularExpression("[A-Za-z0-9][A-Za-z0-9_-]*")]
    public required string Name { get; init; }

    /// <summary>The column that holds the label.</summary>
    [MinLength(1)]
    public required string Label { get; init; }

    /// <summary>All labels that there are, each a class; another one is an error.</summary>
    [MinLength(2)]
    public required ImmutableArray<string> Classes { get; init; }

    /// <summary>Which rows count, and how much.</summary>
    [IncludedOptions]
    public TaskRowsOptions Rows { get; init; } = new();

    /// <summary>What a row of a class counts in the loss, class by class; 1 for those that aren't named. Metrics don't know of it.</summary>
    [ItemRange(0.0, 1e6)]
    public ImmutableSortedDictionary<string, double> ClassWeights { get; init; } = ImmutableSortedDictionary<string, double>.Empty;

    private void Validate(OptionsSection section)
    {
        foreach (string twice in Classes.GroupBy(label => label).Where(group => group.Count() > 1).Select(group => group.Key))
        {
            section.Report("classes", $"'{twice}' is named twice; every class needs a label of its own");
        }

        foreach (string label in ClassWeights.Keys.Where(label => !Classes.Contains(label)))
        {
            section.Report("classWeights", $"'{label}' is not one of the classes");
        }
    }
}
