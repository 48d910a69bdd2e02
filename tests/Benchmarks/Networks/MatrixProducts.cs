using MmoePipeline.Modeling;
using TorchSharp;

namespace MmoePipeline.Benchmarks.Networks;

/// <summary>
/// The floor of a training step: the experts' matrix products of a forward pass, three times, because backward has two
/// products for each. It owns its tensors.
/// </summary>
internal sealed class MatrixProducts : IDisposable
{
    private readonly torch.Tensor _input;
    private readonly torch.Tensor _firstWeight;
    private readonly ImmutableArray<(torch.Tensor Hidden, torch.Tensor Weight)> _rest;

    /// <summary>Fills matrices of the size's shapes.</summary>
    public MatrixProducts(NetworkSize size, FeatureLayout features, int batchSize)
    {
        _input = torch.randn(batchSize, features.InputWidth);
        _firstWeight = torch.randn(features.InputWidth, size.Experts * size.Hidden[0]);
        _rest =
        [
            .. size.Hidden.Zip(size.Hidden.Skip(1)).Select(widths =>
                (torch.randn(size.Experts, batchSize, widths.First), torch.randn(size.Experts, widths.First, widths.Second))),
        ];
    }

    /// <summary>Computes the products three times.</summary>
    public void Run()
    {
        for (int pass = 0; pass < 3; pass++)
        {
            _input.matmul(_firstWeight).Dispose();
            foreach ((torch.Tensor hidden, torch.Tensor weight) in _rest)
            {
                torch.bmm(hidden, weight).Dispose();
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _input.Dispose();
        _firstWeight.Dispose();
        foreach ((torch.Tensor hidden, torch.Tensor weight) in _rest)
        {
            hidden.Dispose();
            weight.Dispose();
        }
    }
}
