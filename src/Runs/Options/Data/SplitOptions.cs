using System.ComponentModel.DataAnnotations;
using MmoePipeline.Composition;
using MmoePipeline.Configuration;

namespace MmoePipeline.Runs.Options.Data;

/// <summary>Which rows are trained on, which choose the best epoch, and which are for the final metrics.</summary>
[PluginOptions]
public sealed partial record SplitOptions
{
    /// <summary>How rows are split; by the row's number modulo a number.</summary>
    public SplitType Type { get; init; } = SplitType.Modulo;

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
    public ImmutableArray<SplitPart> PartOfResidue()
    {
        SplitPart[] parts = new SplitPart[Modulus];
        Array.Fill(parts, SplitPart.None);
        foreach ((SplitPart part, _, string text) in Texts())
        {
            foreach (int residue in ResidueSet.Parse(text, Modulus, out _)?.Residues ?? [])
            {
                parts[residue] = part;
            }
        }

        return [.. parts];
    }

    private (SplitPart Part, string Key, string Text)[] Texts() =>
    [
        (SplitPart.Training, "train", Train), (SplitPart.Validation, "validation", Validation), (SplitPart.Test, "test", Test),
    ];

    private void Validate(OptionsSection section)
    {
        string[] owners = new string[Modulus];
        foreach ((_, string key, string text) in Texts())
        {
            if (ResidueSet.Parse(text, Modulus, out string problem) is not { } set)
            {
                section.Report(key, problem);
                continue;
            }

            foreach (int residue in set.Residues)
            {
                if (owners[residue] is { } owner)
                {
                    section.Report(key, $"rows with remainder {residue} are already in {owner}; expected each remainder in one split");
                    break;
                }

                owners[residue] = key;
            }
        }
    }
}
