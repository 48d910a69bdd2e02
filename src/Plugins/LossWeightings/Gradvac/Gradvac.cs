using MathNet.Numerics.LinearAlgebra;
using MmoePipeline.Composition;
using MmoePipeline.Losses;
using MmoePipeline.Plugins.LossWeightings.Gradients;
using MmoePipeline.Randomness;
using TorchSharp;

namespace MmoePipeline.Plugins.LossWeightings.Gradvac;

/// <summary>Gradient vaccine: turns each gradient towards the others until their cosine is what it usually is.</summary>
/// <remarks>
/// Wang et al.: Gradient Vaccine: Investigating and Improving Multi-task Optimization in Massively Multilingual Models, ICLR
/// 2021, algorithm 1. For each task i and every other task j in random order, with <c>phi</c> the cosine of the so far
/// changed <c>g_i</c> and of <c>g_j</c>, and the running mean <c>m</c> of <c>phi</c>, from 0: where <c>phi &lt; m</c>,
/// <c>g_i += |g_i| (m sqrt(1 - phi^2) - phi sqrt(1 - m^2)) / (|g_j| sqrt(1 - m^2)) g_j</c> (equation 3). Then m moves towards
/// phi. The sum of the changed gradients is the step. A mean above 0.999 counts as 0.999: at 1 the formula divides by zero, and near it a
/// single step would be stretched without limit. A task whose gradient is zero, for instance without a labelled row in the batch, is left
/// out of the step, and its means stay. The default rate 0.01 is the paper's; LibMTL takes 0.5.
/// <para>
/// When to use it: as PCGrad, which it is as long as m is 0, where some tasks are related and their gradients should be kept so.
/// </para>
/// </remarks>
[Plugin("gradvac")]
public sealed class Gradvac : WeightedGradients
{
    private const double LargestMean = 0.999;

    /// <summary>A combination of gradients below this part of its terms has cancelled out: what is left is rounding.</summary>
    private const double Rounding = 1e-7;

    private readonly double _rate;
    private readonly RandomStream _orders;
    private readonly torch.Tensor _cosines;

    /// <summary>Creates the weighting.</summary>
    public Gradvac(GradvacOptions options, LossWeightingContext context)
        : base(nameof(Gradvac), context)
    {
        _rate = options.Rate;
        _orders = context.Random.Open($"{context.Path}.orders");
        _cosines = torch.zeros(context.Tasks.Length, context.Tasks.Length, torch.float64);
        register_buffer("cosines", _cosines);
    }

    /// <inheritdoc/>
    protected override double[] Solve(Matrix<double> products, torch.Tensor losses)
    {
        int tasks = products.RowCount;
        var means = Matrix<double>.Build.DenseOfRowMajor(tasks, tasks, [.. _cosines.data<double>()]);
        int[][] order = TaskOrders.Draw(_orders, tasks);
        double[] norms = [.. products.Diagonal().Select(Math.Sqrt)];

        // Row i: the changed gradient of task i as a combination of the gradients.
        Matrix<double> changed = Matrix<double>.Build.DenseIdentity(tasks);
        for (int task = 0; task < tasks; task++)
        {
            foreach (int other in order[task].Where(other => other != task))
            {
                Vector<double> row = changed.Row(task);
                double norm = Math.Sqrt(Math.Max(0, row * (products * row)));
                double otherNorm = norms[other];
                if (otherNorm == 0 || norm <= Rounding * row.Select((factor, of) => Math.Abs(factor) * norms[of]).Sum())
                {
                    continue;
                }

                double cosine = Math.Clamp(row * products.Column(other) / (norm * otherNorm), -1, 1);
                double mean = means[task, other];
                double turned = Math.Min(mean, LargestMean);
                if (cosine < turned)
                {
                    double sine = Math.Sqrt(1 - (turned * turned));
                    changed[task, other] += norm * ((turned * Math.Sqrt(1 - (cosine * cosine))) - (cosine * sine)) / (otherNorm * sine);
                }

                means[task, other] += _rate * (cosine - mean);
            }
        }

        _cosines.copy_(torch.tensor(means.ToRowMajorArray(), torch.float64).reshape(tasks, tasks));
        return changed.ColumnSums().ToArray();
    }
}
