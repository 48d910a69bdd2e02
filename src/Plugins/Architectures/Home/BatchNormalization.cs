using MmoePipeline.Modeling.Layers;
using TorchSharp;
using TorchSharp.Modules;

namespace MmoePipeline.Plugins.Architectures.Home;

/// <summary>
/// Normalization of each value of each expert over the batch: in training by the batch's mean and variance, otherwise by running
/// ones. A training batch of a single row, which has no variance, is normalized by the running figures too.
/// </summary>
/// <remarks>Ioffe, Szegedy: Batch Normalization, ICML 2015, algorithms 1 and 2.</remarks>
public sealed class BatchNormalization : torch.nn.Module
{
    private const double Momentum = 0.1;
    private const double Epsilon = 1e-5;

    private readonly Parameter _scale;
    private readonly Parameter _shift;
    private readonly torch.Tensor _mean;
    private readonly torch.Tensor _variance;

    /// <summary>Makes the start: scale 1, shift 0.</summary>
    /// <param name="count">The number of experts.</param>
    /// <param name="width">The width of an expert's output.</param>
    /// <param name="device">Where parameters live.</param>
    public BatchNormalization(int count, int width, torch.Device device)
        : base(nameof(BatchNormalization))
    {
        _scale = FreshParameter.From(torch.ones(count * width), device);
        _shift = FreshParameter.From(torch.zeros(count * width), device);
        _mean = torch.zeros(count * width, device: device).DetachFromDisposeScope();
        _variance = torch.ones(count * width, device: device).DetachFromDisposeScope();
        register_parameter("scale", _scale);
        register_parameter("shift", _shift);
        register_buffer("mean", _mean);
        register_buffer("variance", _variance);
    }

    /// <summary>Normalizes.</summary>
    /// <param name="input"><c>[count, batch, width]</c>.</param>
    /// <returns>The same shape.</returns>
    public torch.Tensor Forward(torch.Tensor input)
    {
        (long count, long batch, long width) = (input.size(0), input.size(1), input.size(2));
        torch.Tensor rows = input.permute(1, 0, 2).reshape(batch, count * width);
        return torch.nn.functional.batch_norm(rows, _mean, _variance, _scale, _shift, training && batch > 1, Momentum, Epsilon)
            .view(batch, count, width).permute(1, 0, 2);
    }
}
