using System.ComponentModel.DataAnnotations;
using MmoePipeline.Composition;
using MmoePipeline.Configuration;

namespace MmoePipeline.Plugins.Splits.Column;

/// <summary>Options of the column split.</summary>
[PluginOptions]
public sealed partial record ColumnSplitOptions
{
    /// <summary>The column whose values name the splits.</summary>
    [Length(1, int.MaxValue)]
    public required string Column { get; init; }

    /// <summary>Values of the rows to train on.</summary>
    [Length(1, int.MaxValue)]
    public ImmutableArray<string> Train { get; init; } = ["train"];

    /// <summary>Values of the rows that choose the best epoch.</summary>
    [Length(1, int.MaxValue)]
    public ImmutableArray<string> Validation { get; init; } = ["validation"];

    /// <summary>Values of the rows for the final metrics.</summary>
    [Length(1, int.MaxValue)]
    public ImmutableArray<string> Test { get; init; } = ["test"];

    /// <summary>What becomes of rows with another value, a missing one included.</summary>
    public OtherValues Others { get; init; } = OtherValues.Refuse;

    private void Validate(OptionsSection section)
    {
        var owners = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach ((string key, ImmutableArray<string> values) in new[] { ("train", Train), ("validation", Validation), ("test", Test) })
        {
            foreach (string value in values)
            {
                if (!owners.TryAdd(value, key))
                {
                    section.Report(key, $"'{value}' is already in {owners[value]}; expected each value once");
                    break;
                }
            }
        }
    }
}
