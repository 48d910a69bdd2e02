using System.Globalization;
using MmoePipeline.Reporting;
using TorchSharp;

namespace MmoePipeline.Plugins.Probes.Experts;

/// <summary>
/// The outputs of all experts of a bank, stacked and centred, on their two principal components. Jolliffe: Principal Component Analysis,
/// 2002, section 3.5: with the singular value decomposition <c>X = U S V'</c> the scores are <c>U S</c>, and component i holds
/// <c>s_i^2 / sum_j s_j^2</c> of the variance.
/// </summary>
internal sealed class ExpertPlane
{
    private readonly string _bank;
    private readonly ImmutableArray<string> _experts;
    private readonly double[] _scores;
    private readonly ImmutableArray<double> _shares;
    private readonly int _rows;

    /// <summary>Finds the plane. A dispose scope is open, gradients are off.</summary>
    /// <param name="bank">The bank's name.</param>
    /// <param name="experts">The experts' names.</param>
    /// <param name="outputs"><c>[experts, rows, width]</c>.</param>
    public ExpertPlane(string bank, ImmutableArray<string> experts, torch.Tensor outputs)
    {
        (_bank, _experts, _rows) = (bank, experts, (int)outputs.size(1));
        torch.Tensor stacked = outputs.reshape(-1, outputs.size(2)).to(torch.float64);
        (torch.Tensor left, torch.Tensor singular, _) = torch.linalg.svd(stacked - stacked.mean([0]), false);
        torch.Tensor variances = singular.square();
        double[] shares = (variances / variances.sum()).cpu().data<double>().ToArray();
        _shares = [.. Enumerable.Range(0, 2).Select(axis => axis < shares.Length && double.IsFinite(shares[axis]) ? shares[axis] : 0)];

        // Outputs of one value have one component.
        torch.Tensor scores = left.narrow(1, 0, Math.Min(2, left.size(1))) * singular.narrow(0, 0, Math.Min(2, singular.size(0)));
        torch.Tensor both = scores.size(1) == 2 ? scores : torch.cat([scores, torch.zeros_like(scores)], 1);
        _scores = both.cpu().contiguous().data<double>().ToArray();
    }

    /// <summary>The points by expert.</summary>
    public ScatterChart ByExpert() => Chart(
        "by expert",
        "Each point is an expert's output for a row. Clouds apart are experts that give different things; one cloud is experts alike.",
        _experts.Select((name, expert) => (name, Enumerable.Range(expert * _rows, _rows))));

    /// <summary>The points by a class of their rows.</summary>
    /// <param name="what">What the classes are.</param>
    /// <param name="classes">The classes.</param>
    /// <param name="members"><c>rows x classes</c>: 1 for a row that is in the class.</param>
    public ScatterChart ByClass(string what, RowClasses classes, double[] members) => Chart(
        $"by {what}",
        $"The same points by {what}: classes apart within a cloud are what the expert has learnt to tell.",
        classes.Names.Select((name, of) => (name, Enumerable.Range(0, _experts.Length * _rows)
                .Where(point => members[(point % _rows * classes.Names.Length) + of] > 0)))
            .Where(series => series.Item2.Any()));

    private ScatterChart Chart(string by, string caption, IEnumerable<(string Name, IEnumerable<int> Points)> series) => new(
        $"{_bank}: outputs {by}",
        caption,
        Axis(0),
        Axis(1),
        [
            .. series.Select(of => new PointSeries(
                of.Name,
                [.. of.Points.Select(point => _scores[point * 2])],
                [.. of.Points.Select(point => (double?)_scores[(point * 2) + 1])])),
        ]);

    private string Axis(int component) => string.Create(
        CultureInfo.InvariantCulture, $"component {component + 1} ({_shares[component]:P1} of the variance)");
}
