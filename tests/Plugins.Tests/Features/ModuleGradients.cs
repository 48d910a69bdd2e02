using TorchSharp;

namespace MmoePipeline.Plugins.Tests.Features;

/// <summary>Compares gradients with finite differences.</summary>
internal static class ModuleGradients
{
    /// <summary>The largest difference between a parameter's gradient and central differences, of the sum of squares of what is computed.</summary>
    /// <param name="parameter">The parameter.</param>
    /// <param name="compute">Computes from it.</param>
    /// <param name="step">How far to go from each value; for float32, a power of two that leaves no rounding.</param>
    public static double LargestDifference(torch.Tensor parameter, Func<torch.Tensor> compute, double step = 1e-5)
    {
        compute().square().sum().backward();
        double[] gradient = parameter.grad!.to(torch.float64).data<double>().ToArray();
        double largest = 0;
        using IDisposable noGrad = torch.no_grad();
        torch.Tensor flat = parameter.view(-1);
        for (int index = 0; index < gradient.Length; index++)
        {
            double value = flat[index].to(torch.float64).item<double>();
            flat[index].fill_(value + step);
            double above = compute().square().sum().to(torch.float64).item<double>();
            flat[index].fill_(value - step);
            double below = compute().square().sum().to(torch.float64).item<double>();
            flat[index].fill_(value);
            largest = Math.Max(largest, Math.Abs(gradient[index] - ((above - below) / (2 * step))));
        }

        return largest;
    }
}
