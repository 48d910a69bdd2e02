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
    private ImmutableArray<Moments> _moments = [];

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
        var gradients = new List<torch.Tensor>(_moments.Length);
        var due = new List<Moments>(_moments.Length);
        foreach (Moments moments in _moments)
        {
            if (moments.Parameter.grad is { } gradient)
            {
                gradients.Add(gradient);
                due.Add(moments);
            }
        }

        if (due.Count > 0)
        {
            _kernel.invoke(
                "step",
                due.Select(moments => (torch.Tensor)moments.Parameter).ToArray(),
                gradients.ToArray(),
                due.Select(moments => moments.Mean).ToArray(),
                due.Select(moments => moments.Square).ToArray(),
                due.Select(moments => moments.Step).ToArray(),
                options.LearningRate,
                options.Beta1,
                options.Beta2,
                options.WeightDecay,
                options.Epsilon);
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

            _kernel.Dispose();
        }
    }

    private sealed record Moments(Parameter Parameter, torch.Tensor Mean, torch.Tensor Square, torch.Tensor Step);
}
