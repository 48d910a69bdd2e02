namespace MmoePipeline.Testing.Checks;

/// <summary>
/// Holds gradients against central differences. Of each tensor some entries are looked at, the one with the largest gradient among them. Several step
/// widths are tried and one has to agree: at a kink, as relu has one, a wide step is wrong, and a narrow one drowns in rounding.
/// </summary>
internal sealed class FiniteDifferences
{
    private readonly ImmutableArray<double> _steps;
    private readonly double _tolerance;

    private FiniteDifferences(ImmutableArray<double> steps, double tolerance) => (_steps, _tolerance) = (steps, tolerance);

    /// <summary>For a loss that is computed in double precision.</summary>
    public static FiniteDifferences Precise { get; } = new([1e-4, 1e-3, 1e-5], 1e-3);

    /// <summary>For a loss that is computed in single precision.</summary>
    public static FiniteDifferences Rough { get; } = new([1e-2, 3e-3, 1e-3, 3e-4], 0.03);

    /// <summary>Compares.</summary>
    /// <param name="loss">Computes the loss, the same for the same values.</param>
    /// <param name="leaves">What to move, with the gradient that it has now; null counts as 0.</param>
    public IEnumerable<string> Compare(Func<double> loss, IReadOnlyDictionary<string, Tensor> leaves)
    {
        foreach ((string name, Tensor leaf) in leaves.Where(pair => pair.Value.requires_grad && pair.Value.numel() > 0))
        {
            Tensor gradient = (leaf.grad ?? torch.zeros_like(leaf)).detach().to(torch.float64).contiguous().view(-1);
            long largest = gradient.abs().argmax().item<long>();
            foreach (long index in new[] { largest, 0, leaf.numel() / 2, leaf.numel() - 1 }.Distinct())
            {
                double actual = gradient[index].item<double>();
                double[] differences = [.. _steps.Select(step => Difference(loss, leaf, index, step))];
                if (!differences.Any(difference =>
                    Math.Abs(actual - difference) <= _tolerance * (0.1 + Math.Max(Math.Abs(actual), Math.Abs(difference)))))
                {
                    yield return $"the gradient of '{name}' at entry {index} is {actual:g5}, by differences {differences[0]:g5}.";
                }
            }
        }
    }

    private static double Difference(Func<double> loss, Tensor leaf, long index, double step)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        Tensor entry;
        double value;
        using (torch.no_grad())
        {
            entry = leaf.detach().view(-1)[index];
            value = Read(entry);
            entry.fill_(value + step);
        }

        (double high, double above) = (Read(entry), loss());
        using (torch.no_grad())
        {
            entry.fill_(value - step);
        }

        (double low, double below) = (Read(entry), loss());
        using (torch.no_grad())
        {
            entry.fill_(value);
        }

        return (above - below) / (high - low);
    }

    private static double Read(Tensor entry) => entry.to(torch.float64).item<double>();
}
