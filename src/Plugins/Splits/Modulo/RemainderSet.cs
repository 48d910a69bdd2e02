using System.Globalization;

namespace MmoePipeline.Plugins.Splits.Modulo;

/// <summary>Some remainders of row numbers, written like <c>0-6</c> or <c>1,3,8-9</c>.</summary>
/// <param name="Remainders">The remainders, in ascending order.</param>
public sealed record RemainderSet(ImmutableSortedSet<int> Remainders)
{
    /// <summary>Reads a set.</summary>
    /// <param name="text">Numbers and ranges, separated by commas.</param>
    /// <param name="modulus">The modulus, above all remainders.</param>
    /// <param name="problem">Why the text is not a set and what is expected; empty where it is one.</param>
    /// <returns>The set; null where the text is not one.</returns>
    public static RemainderSet? Parse(string text, int modulus, out string problem)
    {
        var remainders = ImmutableSortedSet.CreateBuilder<int>();
        foreach (string range in text.Split(',', StringSplitOptions.TrimEntries))
        {
            string[] ends = range.Split('-', StringSplitOptions.TrimEntries);
            if (ends.Length > 2 || !TryNumber(ends[0], out int first) || !TryNumber(ends[^1], out int last) || first > last)
            {
                problem = $"expected a number or a range such as 0-6, found '{range}'";
                return null;
            }

            if (last >= modulus)
            {
                problem = $"expected remainders of {modulus}, 0 to {modulus - 1}, found {last} in '{range}'";
                return null;
            }

            remainders.UnionWith(Enumerable.Range(first, last - first + 1));
        }

        problem = "";
        return new RemainderSet(remainders.ToImmutable());
    }

    private static bool TryNumber(string text, out int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
