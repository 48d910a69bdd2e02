using MmoePipeline.Optimization;
using TorchSharp;

namespace MmoePipeline.Plugins.Optimizers.Kernels;

/// <summary>A tensor that an optimizer keeps for each parameter.</summary>
/// <param name="Name">Its name behind that of the parameter, for instance <c>mean</c>.</param>
/// <param name="Create">Makes it as it is before the first step.</param>
internal sealed record StateTensor(string Name, Func<TrainableParameter, torch.Tensor> Create)
{
    /// <summary>A tensor of the parameter's shape, filled with a value.</summary>
    public static StateTensor Filled(string name, double value)
    {
        return new StateTensor(name, Create);

        torch.Tensor Create(TrainableParameter trained)
        {
            using Scalar scalar = value;
            return torch.zeros_like(trained.Parameter, requires_grad: false).fill_(scalar);
        }
    }

    /// <summary>The number of steps that a parameter has taken.</summary>
    public static StateTensor Count(string name) =>
        new(name, trained => torch.zeros(1, torch.float32, trained.Parameter.device).squeeze_(0));
}
