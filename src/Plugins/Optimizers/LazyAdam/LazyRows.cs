using System.Runtime.InteropServices;
using MmoePipeline.Plugins.Optimizers.Adam;
using TorchSharp;
using TorchSharp.Modules;

namespace MmoePipeline.Plugins.Optimizers.LazyAdam;

/// <summary>A table of which a step moves the rows that have a gradient. Table and moments stay their owners'.</summary>
/// <param name="options">The hyperparameters.</param>
/// <param name="table"><c>[rows, dimension]</c>.</param>
/// <param name="learningRateScale">What the learning rate is multiplied by.</param>
/// <param name="means"><c>[rows, dimension]</c>: the decaying means of gradients.</param>
/// <param name="squares"><c>[rows, dimension]</c>: the decaying means of squared gradients.</param>
/// <param name="steps">A scalar: the steps that the table has seen.</param>
internal sealed class LazyRows(
    AdamOptions options, Parameter table, double learningRateScale, torch.Tensor means, torch.Tensor squares, torch.Tensor steps)
{
    private readonly Scalar _one = 1;
    private readonly LazyRowsKernel _kernel = new(options, checked((int)table.size(0)), checked((int)table.size(1)));
    private long _steps;

    /// <summary>Moves the rows of a sparse gradient.</summary>
    /// <param name="gradient">COO, <c>[rows, dimension]</c>; rows may come more than once, and then count by their sum.</param>
    /// <param name="learningRateFactor">The schedule's factor.</param>
    public void Step(torch.Tensor gradient, double learningRateFactor)
    {
        double learningRate = options.Step.LearningRate * learningRateScale * learningRateFactor;
        using DisposeScope scope = torch.NewDisposeScope();
        using IDisposable noGrad = torch.no_grad();

        // After a checkpoint was read the count is the state's.
        _steps = _steps == 0 ? (long)steps.item<float>() + 1 : _steps + 1;
        steps.add_(_one);

        // The kernel's spans reach over 2 GiB at most.
        if (table.device_type == DeviceType.CPU && table.dtype == torch.float32
            && Math.Max(table.numel(), gradient.SparseValues.numel()) <= int.MaxValue / sizeof(float))
        {
            _kernel.Step(
                MemoryMarshal.Cast<byte, long>(gradient.SparseIndices.contiguous().bytes),
                Floats(gradient.SparseValues.contiguous()),
                _steps,
                learningRate,
                Floats(table),
                Floats(means),
                Floats(squares));
            return;
        }

        StepByOperators(gradient.SparseIndices.view(-1), gradient.SparseValues, learningRate);
    }

    /// <summary>The same by libtorch's operators, for other devices and types, and larger tables.</summary>
    private void StepByOperators(torch.Tensor rowOfGradient, torch.Tensor gradients, double learningRate)
    {
        (torch.Tensor rows, torch.Tensor? places, _) = rowOfGradient.unique(return_inverse: true);
        torch.Tensor values = table.index_select(0, rows);
        torch.Tensor slopes = (values * options.WeightDecay).index_add_(0, places!, gradients, _one);
        torch.Tensor mean = (means.index_select(0, rows) * options.Step.Beta1) + (slopes * (1 - options.Step.Beta1));
        torch.Tensor square = (squares.index_select(0, rows) * options.Step.Beta2) + (slopes.square() * (1 - options.Step.Beta2));
        means.index_copy_(0, rows, mean);
        squares.index_copy_(0, rows, square);
        torch.Tensor root = (square / (1 - Math.Pow(options.Step.Beta2, _steps))).sqrt() + options.Step.Epsilon;
        table.index_copy_(0, rows, values - (mean * (learningRate / (1 - Math.Pow(options.Step.Beta1, _steps))) / root));
    }

    private static Span<float> Floats(torch.Tensor tensor) => MemoryMarshal.Cast<byte, float>(tensor.bytes);
}
