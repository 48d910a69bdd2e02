using MmoePipeline.Probing;
using TorchSharp;
using TorchSharp.Modules;

namespace MmoePipeline.Plugins.Probes.GradientConflict;

/// <summary>Computes the products of the tasks' gradients where the gradients are, and reads them once.</summary>
/// <param name="groups">The groups of parameters.</param>
internal sealed class GradientMeasurement(SharedParameterGroups groups)
{
    private const double OutOfBins = 1000;

    /// <summary>Measures a step.</summary>
    /// <param name="gradients">By task, then by parameter; null where the task doesn't reach the parameter.</param>
    /// <returns>The products for each group.</returns>
    public ImmutableArray<GradientProducts> Of(ImmutableArray<ImmutableArray<torch.Tensor?>> gradients)
    {
        int tasks = gradients.Length;
        int length = GradientProducts.Length(tasks);
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor figures = torch.cat([.. groups.Groups.Select(group => Figures(Matrix(gradients, group)))]).cpu();
        double[] values = figures.data<double>().ToArray();
        return [.. groups.Groups.Select((_, group) => new GradientProducts(tasks, values[(group * length)..((group + 1) * length)]))];
    }

    /// <summary>The tasks' gradients on a group: <c>[tasks, parameters]</c>, zero where a task doesn't reach a parameter.</summary>
    private torch.Tensor Matrix(ImmutableArray<ImmutableArray<torch.Tensor?>> gradients, SharedParameterGroup group)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        return torch.cat(
            [
                .. gradients.SelectMany(_ => group.Slices, (ofTask, slice) =>
                {
                    Parameter parameter = groups.Parameters[slice.Index];
                    return slice.SelectFrom(ofTask[slice.Index] ?? torch.zeros_like(parameter, requires_grad: false)).reshape(-1);
                }),
            ]).view(gradients.Length, -1).MoveToOuterDisposeScope();
    }

    /// <summary>The figures of a group, in the order of <see cref="GradientProducts"/>. Takes over the matrix.</summary>
    private static torch.Tensor Figures(torch.Tensor matrix)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using torch.Tensor taken = matrix;
        torch.Tensor signs = matrix.sign();
        torch.Tensor present = signs.abs();

        // Zeros have no magnitude, and what is not finite none that could be counted: both fall outside of all bins.
        torch.Tensor magnitudes = matrix.abs().log10().nan_to_num(OutOfBins, OutOfBins, -OutOfBins);
        return torch.cat(
            [
                matrix.matmul(matrix.t()).view(-1),
                signs.matmul(signs.t()).view(-1),
                present.matmul(present.t()).view(-1),
                .. magnitudes.unbind().Select(ofTask => torch.histc(
                    ofTask, GradientProducts.Bins, GradientProducts.FirstMagnitude, GradientProducts.LastMagnitude)),
            ]).to(torch.float64).MoveToOuterDisposeScope();
    }
}
