using MmoePipeline.Composition;
using MmoePipeline.Optimization;
using TorchSharp;
using TorchSharp.Modules;

namespace MmoePipeline.Plugins.Optimizers.Adam;

/// <summary>Adam: steps by the mean of gradients over the root of the mean of their squares.</summary>
/// <remarks>Kingma, Ba: Adam: A Method for Stochastic Optimization, ICLR 2015, algorithm 1.</remarks>
[Plugin("adam")]
public sealed class Adam(AdamOptions options) : ParameterOptimizer
{
    // libtorch's fused kernel has no binding in TorchSharp; through TorchScript it updates all parameters in one call, five
    // times faster than an update for each. The source has to end in an empty line.
    private const string Source =
        """
        def step(parameters: List[Tensor], gradients: List[Tensor], means: List[Tensor], squares: List[Tensor],
                 steps: List[Tensor], learning_rate: float, beta1: float, beta2: float, weight_decay: float, epsilon: float):
            unused: List[Tensor] = []
            torch._foreach_add_(steps, 1)
            torch._fused_adam_(parameters, gradients, means, squares, unused, steps, lr=learning_rate, beta1=beta1,
                               beta2=beta2, weight_decay=weight_decay, eps=epsilon, amsgrad=False, maximize=False)
            return steps[0]

        """;

    private readonly torch.jit.CompilationUnit _kernel = torch.jit.compile(Source);
    private readonly Dictionary<string, torch.Tensor> _state = [];
    // Scalars of our own: those that TorchSharp makes of plain numbers for a call may be collected before it has read them.
    private readonly Scalar[] _hyperparameters =
        [options.LearningRate, options.Beta1, options.Beta2, options.WeightDecay, options.Epsilon];

    private ImmutableArray<Moments> _moments = [];
    private Arguments _all = new(0);

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, torch.Tensor> State => _state;

    /// <inheritdoc/>
    public override void Attach(IReadOnlyList<(string Name, Parameter Parameter)> parameters)
    {
        _moments = [.. parameters.Select(named => new Moments(
            named.Parameter,
            torch.zeros_like(named.Parameter, requires_grad: false),
            torch.zeros_like(named.Parameter, requires_grad: false),
            torch.zeros(1, torch.float32, named.Parameter.device).squeeze_(0)))];
        _all = new Arguments(_moments.Length);
        foreach (((string name, _), Moments moments) in parameters.Zip(_moments))
        {
            _state.Add($"{name}.mean", moments.Mean);
            _state.Add($"{name}.square", moments.Square);
            _state.Add($"{name}.step", moments.Step);
        }
    }

    /// <inheritdoc/>
    public override void Step()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using IDisposable noGrad = torch.no_grad();
        int due = 0;
        foreach (Moments moments in _moments)
        {
            if (moments.Parameter.grad is { } gradient)
            {
                _all.Set(due++, moments, gradient);
            }
        }

        if (due > 0)
        {
            // As a rule all parameters have a gradient, and the arrays of the step before serve again.
            Arguments arguments = due == _moments.Length ? _all : _all.First(due);
            _kernel.invoke(
                "step",
                [arguments.Parameters, arguments.Gradients, arguments.Means, arguments.Squares, arguments.Steps, .. _hyperparameters]);
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            foreach (torch.Tensor tensor in _state.Values)
            {
                tensor.Dispose();
            }

            foreach (Scalar scalar in _hyperparameters)
            {
                scalar.Dispose();
            }

            _kernel.Dispose();
        }
    }

    /// <summary>What the kernel takes, side by side.</summary>
    private sealed class Arguments(int count)
    {
        public torch.Tensor[] Parameters { get; private init; } = new torch.Tensor[count];

        public torch.Tensor[] Gradients { get; private init; } = new torch.Tensor[count];

        public torch.Tensor[] Means { get; private init; } = new torch.Tensor[count];

        public torch.Tensor[] Squares { get; private init; } = new torch.Tensor[count];

        public torch.Tensor[] Steps { get; private init; } = new torch.Tensor[count];

        public void Set(int index, Moments moments, torch.Tensor gradient)
        {
            Parameters[index] = moments.Parameter;
            Gradients[index] = gradient;
            Means[index] = moments.Mean;
            Squares[index] = moments.Square;
            Steps[index] = moments.Step;
        }

        public Arguments First(int length) => new(0)
        {
            Parameters = Parameters[..length],
            Gradients = Gradients[..length],
            Means = Means[..length],
            Squares = Squares[..length],
            Steps = Steps[..length],
        };
    }

    private sealed record Moments(Parameter Parameter, torch.Tensor Mean, torch.Tensor Square, torch.Tensor Step);
}
