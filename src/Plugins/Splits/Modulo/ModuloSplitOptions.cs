using System.ComponentModel.DataAnnotations;
using MmoePipeline.Composition;
using MmoePipeline.Configuration;
using MmoePipeline.Data.Splits;

namespace MmoePipeline.Plugins.Splits.Modulo;

/// <summary>Options of the modulo split.</summary>
[PluginOptions]
public sealed partial record ModuloSplitOptions
{
    /// <summary>The number that row numbers are divided by; the remainder decides.</summary>
    [Range(1, 1_000_000)]
    public int Modulus { get; init; } = 10;

    /// <summary>Remainders of the rows to train on, such as 0-6 or 0,2,4.</summary>
    public string Train { get; init; } = "0-6";

    /// <summary>Remainders of the rows that choose the best epoch.</summary>
    public string Validation { get; init; } = "7";

    /// <summary>Remainders of the rows for the final metrics.</summary>
    public string Test { get; init; } = "8-9";

    /// <summary>What the rows of each remainder are for.</summary>
    public ImmutableArray<DataSplit> SplitOfRemainder()
    {
        DataSplit[] splits = new DataSplit[Modulus];
        Array.Fill(splits, DataSplit.None);
        foreach ((DataSplit split, _, string text) in Texts())
        {
            foreach (int remainder in RemainderSet.Parse(text, Modulus, out _)?.Remainders ?? [])
            {
                splits[remainder] = split;
            }
        }

        return [.. splits];
    }

    private (DataSplit Split, string Key, string Text)[] Texts() =>
    [
        (DataSplit.Training, "train", Train), (DataSplit.Validation, "validation", Validation), (DataSplit.Test, "test", Test),
    ];

    private void Validate(OptionsSection section)
    {
        string[] owners = new string[Modulus];
        foreach ((_, string key, string text) in Texts())
        {
            if (RemainderSet.Parse(text, Modulus, out string problem) is not { } set)
            {
                section.Report(key, problem);
                continue;
            }

            foreach (int remainder in set.Remainders)
            {
                if (owners[remainder] is { } owner)
                {
                    section.Report(key, $"rows with remainder {remainder} are already in {owner}; expected each remainder in one split");
                    break;
                }

                owners[remainder] = key;
            }
        }
    }
}
