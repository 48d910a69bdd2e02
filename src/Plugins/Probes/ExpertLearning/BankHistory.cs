using System.Globalization;
using MmoePipeline.Probing;
using MmoePipeline.Reporting;

namespace MmoePipeline.Plugins.Probes.ExpertLearning;

/// <summary>The experts of a bank.</summary>
/// <param name="name">The bank's name.</param>
/// <param name="experts">Its experts.</param>
internal sealed class BankHistory(string name, ImmutableArray<ExpertHistory> experts)
{
    /// <summary>The experts.</summary>
    public ImmutableArray<ExpertHistory> Experts => experts;

    /// <summary>The banks of a network: the groups with a number at the end, by what is before it.</summary>
    public static ImmutableArray<BankHistory> Of(SharedParameterGroups groups) =>
    [
        .. groups.Groups.Select(group => (Group: group, Slash: group.Name.LastIndexOf('/')))
            .Where(named => named.Slash >= 0 && int.TryParse(
                named.Group.Name.AsSpan(named.Slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out _))
            .GroupBy(named => named.Group.Name[..named.Slash], named => new ExpertHistory(named.Group))
            .Select(bank => new BankHistory(bank.Key, [.. bank])),
    ];

    /// <summary>Looks which experts are starving.</summary>
    /// <param name="share">The share of the bank's median below which an expert is.</param>
    /// <returns>An alert for each that was not before.</returns>
    public IEnumerable<ProbeAlert> NewlyStarving(double share)
    {
        double median = Median();
        foreach (ExpertHistory expert in experts)
        {
            bool wasStarving = expert.IsStarving;
            expert.IsStarving = expert.UpdateRatio < share * median;
            if (expert.IsStarving && !wasStarving)
            {
                yield return new ProbeAlert("starving", string.Create(
                    CultureInfo.InvariantCulture,
                    $"{expert.Group.Name}: a step moves it by {expert.UpdateRatio:G3} of its weights' norm, the bank's median is {median:G3}; "
                    + $"below {share:P0} of that an expert is starving"));
            }
        }
    }

    /// <summary>The experts' update ratios by epoch.</summary>
    public LineChart UpdateRatios() => new(
        $"Update ratios: {name}",
        "The norm of a step's update divided by the norm of the expert's weights. A line far below the others is an expert that is starving.",
        "epoch",
        "update ratio",
        [.. experts.Select(expert => expert.UpdateRatios())]);

    /// <summary>The norms of the experts' gradients by epoch.</summary>
    public LineChart GradientNorms() => new(
        $"Gradient norms: {name}",
        "The norm of the gradient that the optimizer got: experts that gates give little weight get little gradient.",
        "epoch",
        "norm",
        [.. experts.Select(expert => expert.GradientNorms())]);

    private double Median()
    {
        double[] sorted = [.. experts.Select(expert => expert.UpdateRatio).Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
