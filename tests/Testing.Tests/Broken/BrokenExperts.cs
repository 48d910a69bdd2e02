using MmoePipeline.Composition;
using MmoePipeline.Modeling.Experts;
using MmoePipeline.Modeling.Layers;
using MmoePipeline.Randomness;
using TorchSharp;

namespace MmoePipeline.Testing.Tests.Broken;

/// <summary>Experts with a fault.</summary>
[Plugin("broken")]
public sealed class BrokenExperts(FaultOptions options) : IExpert
{
    public ExpertBank CreateBank(ExpertContext context) => options.Fault == Fault.Refusing
        ? throw new BadInputException("experts", "not here")
        : new Bank(options.Fault, context);

    private sealed class Bank : ExpertBank
    {
        private readonly Fault _fault;
        private readonly FanOutLinear _map;
        private readonly RandomStream _noise;
        private readonly List<torch.Tensor> _kept = [];
        private int _steps;

        public Bank(Fault fault, ExpertContext context)
            : base(nameof(BrokenExperts), 2, 3)
        {
            _fault = fault;
            _map = new FanOutLinear(context.Name, 2, context.InputWidth, 3, context.Random, context.Device);
            _noise = context.Random.Open($"{context.Name}.noise");
            register_module("map", _map);
            if (fault == Fault.Alike)
            {
                using IDisposable noGrad = torch.no_grad();
                _map.Weight.fill_(1);
                _map.Bias.fill_(1);
            }

            if (fault == Fault.LeakingBank)
            {
                _kept.Add(torch.ones(1).DetachFromDisposeScope());
            }
        }

        public override torch.Tensor Forward(torch.Tensor input)
        {
            _steps += training ? 1 : 0;
            torch.Tensor rows = _map.Forward(input);
            torch.Tensor output = rows.permute(1, 0, 2);
            if (_fault == Fault.LeakingSteps && training)
            {
                _kept.Add(output.detach().clone().DetachFromDisposeScope());
            }

            return _fault switch
            {
                Fault.SwappedAxes => rows,
                Fault.HalfGradient => output + output.detach(),
                Fault.BatchMean => output - output.mean([1], keepdim: true),
                Fault.Unseeded => output * Unseeded.Next(),
                Fault.NoisyEvaluation => output * _noise.Uniform([1]),
                Fault.HiddenState => output * _steps,
                Fault.ThrowingInside => Converted(output, 0.5),
                Fault.ThrowingNatively => output.reshape(5, 5, 5, 5),
                Fault.Throwing => throw new NotSupportedException("not on my watch"),
                _ => output,
            };
        }

        [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
#pragma warning disable MMOE018 // TorchSharp throws, and the author looks for the line here.
        private static torch.Tensor Converted(torch.Tensor output, Scalar rate) => output.lerp_(output, rate);
#pragma warning restore MMOE018
    }
}
