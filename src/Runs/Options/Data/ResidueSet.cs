using System.Globalization;

namespace MmoePipeline.Runs.Options.Data;

/// <summary>Some residues of row numbers, written like <c>0-6</c> or <c>1,3,8-9</c>.</summary>
/// <param name="Residues">The residues, in ascending order.</param>
internal sealed record ResidueSet(ImmutableSortedSet<int> Residues)
{
    /// <summary>Reads a set.</summary>
    /// <param name="text">Numbers and ranges, separated by commas.</param>
    /// <param name="modulus">The modulus, above all residues.</param>
    /// <param name="problem">Why the text is no set and what would be right; empty where it is one.</param>
    /// <returns>The set; null where the text is none.</returns>
    public static ResidueSet? Parse(string text, int modulus, out string problem)
    {
        var residues = ImmutableSortedSet.CreateBuilder<int>();
        foreach (string range in text.Split(',', StringSplitOptions.TrimEntries))
        {
            string[] ends = range.Split('-', StringSplitOptions.TrimEntries);
            if (ends.Length > 2 || !TryNumber(ends[0], out int first) || !TryNumber(ends[^1], out int last) || first > last)
            {
                problem = $"'{range}' is no number and no range such as 0-6";
                return null;
            }

            if (last >= modulus)
            {
                problem = $"'{range}' holds {last}, but residues modulo {modulus} are 0 to {modulus - 1}";
                return null;
            }

            residues.UnionWith(Enumerable.Range(first, last - first + 1));
        }

        problem = "";
        return new ResidueSet(residues.ToImmutable());
    }

    private static bool TryNumber(string text, out int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
