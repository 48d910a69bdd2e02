using MathNet.Numerics.LinearAlgebra;
using MmoePipeline.Composition;
using MmoePipeline.Losses;
using MmoePipeline.Plugins.LossWeightings.Gradients;
using MmoePipeline.Plugins.LossWeightings.Solvers;
using TorchSharp;

namespace MmoePipeline.Plugins.LossWeightings.Mgda;

/// <summary>Multiple gradient descent: the shortest convex combination of the gradients, which worsens no task.</summary>
/// <remarks>
/// Désidéri: Multiple-gradient descent algorithm, Comptes Rendus Mathématique 350, 2012; Sener, Koltun: Multi-Task Learning as
/// Multi-Objective Optimization, NeurIPS 2018, equation 3: <c>min |sum_k w_k g_k|^2</c> over <c>w &gt;= 0, sum(w) = 1</c>. The
/// normalisations are those of Sener and Koltun's program, whose weights apply to the gradients as they were (LibMTL's to the normalised
/// ones). A task whose gradient is zero, for instance without a labelled row in the batch, is left out: taken literally, the shortest
/// combination would be that zero, and the shared parameters would not move in any such step.
/// <para>
/// When to use it: no task may get worse, and slow progress is acceptable. It leans towards the task with the smallest
/// gradient; the step shrinks to nothing where no direction helps all tasks.
/// </para>
/// </remarks>
[Plugin("mgda")]
public sealed class Mgda(MgdaOptions options, LossWeightingContext context) : WeightedGradients(nameof(Mgda), context)
{
    /// <inheritdoc/>
    protected override double[] Solve(Matrix<double> products, torch.Tensor losses)
    {
        double[] divisors = Divisors(products, losses);
        return NonzeroGradients.Solve(products, (part, tasks) => MinimumNormPoint.Weights(part.MapIndexed((row, column, product) =>
            product / divisors[tasks[row]] / divisors[tasks[column]])));
    }

    private double[] Divisors(Matrix<double> products, torch.Tensor losses)
    {
        double[] ones = [.. Enumerable.Repeat(1.0, products.RowCount)];
        if (options.Normalization == MgdaNormalization.None)
        {
            return ones;
        }

        // A task with a gradient or loss of zero is left as it is.
        double[] norms = [.. products.Diagonal().Select(square => square > 0 ? Math.Sqrt(square) : 1)];
        if (options.Normalization == MgdaNormalization.Norm)
        {
            return norms;
        }

        using torch.Tensor values = losses.to(torch.float64, torch.CPU);
        double[] sizes = [.. values.data<double>().Select(loss => loss > 0 ? loss : 1)];
        return options.Normalization == MgdaNormalization.Loss
            ? sizes
            : [.. sizes.Zip(norms, (size, norm) => size * norm)];
    }
}
