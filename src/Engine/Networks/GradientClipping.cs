using TorchSharp;
using TorchSharp.Modules;

namespace MmoePipeline.Engine.Networks;

/// <summary>
/// Scales all gradients down together where their common norm is above a limit: <c>g = g min(1, limit / |g|)</c>, as in
/// Pascanu, Mikolov, Bengio: On the difficulty of training recurrent neural networks, ICML 2013, algorithm 1. The norm stays
/// on the device, so nothing waits for it.
/// </summary>
/// <param name="limit">The largest norm; positive.</param>
internal sealed class GradientClipping(double limit) : IDisposable
{
    private readonly Scalar _limit = limit;
    private readonly Scalar _one = 1;
    private readonly Scalar _smallest = 1e-12;

    /// <summary>Scales the gradients of parameters in place.</summary>
    public void Apply(ImmutableArray<(string Name, Parameter Parameter)> parameters)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using IDisposable noGrad = torch.no_grad();
        torch.Tensor[] gradients = [.. parameters.Select(named => named.Parameter.grad).OfType<torch.Tensor>()];
        if (gradients.Length == 0)
        {
            return;
        }

        torch.Tensor norm = torch.stack([.. gradients.Select(gradient => gradient.norm())]).norm();
        torch.Tensor scale = norm.clamp_min(_smallest).reciprocal().mul(_limit).clamp_max(_one);
        foreach (torch.Tensor gradient in gradients)
        {
            gradient.mul_(scale);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _limit.Dispose();
        _one.Dispose();
        _smallest.Dispose();
    }
}
