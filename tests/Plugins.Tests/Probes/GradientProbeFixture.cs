using MmoePipeline.Modeling;
using MmoePipeline.Plugins.Architectures.Mmoe;
using MmoePipeline.Probing;
using MmoePipeline.Randomness;
using TorchSharp;
using TorchSharp.Modules;

namespace MmoePipeline.Plugins.Tests.Probes;

/// <summary>A small network of three experts of two layers, and gradients by plain backward passes and loops.</summary>
public abstract class GradientProbeFixture : NetworkFixture
{
    protected const int ExpertCount = 3;

    protected MmoeModel Model => _model ??= new MmoeModel(
        new MmoeOptions { Experts = [Experts(ExpertCount, 6, 4)] }, Context(Random, "one", "two"));

    private MmoeModel? _model;

    internal StandingClock Clock { get; } = new() { Epoch = 1 };

    internal ProbeContext Site(params string[] tasks) => ProbeContexts.Of([.. tasks], Model, Layout, clock: Clock);

    /// <summary>Rows that differ from one seed to the next, and values beside them.</summary>
    internal static (FeatureBatch Features, torch.Tensor Values) Rows(int seed)
    {
        using var random = new RandomStreams(seed);
        torch.Tensor categorical = torch.stack([torch.arange(12) % 3, (torch.arange(12) % 4) + 3], 1);
        return (new FeatureBatch(categorical, random.Open("numeric").Normal([12, 1])), random.Open("values").Normal([12, 2]));
    }

    /// <summary>Squared losses of both tasks.</summary>
    internal torch.Tensor[] SquaredLosses(int seed)
    {
        (FeatureBatch features, torch.Tensor targets) = Rows(seed);
        return [.. (Model.Forward(features).Logits - targets).square().mean([0]).unbind()];
    }

    internal static ProbedStep Step(MmoeModel model, params torch.Tensor[] losses) =>
        new(torch.stack(losses), [.. model.SharedParameters]);

    /// <summary>The gradient of a loss by groups, entry by entry: each parameter's place in memory is worked out here.</summary>
    internal Dictionary<string, List<double>> SlowGradient(torch.Tensor loss)
    {
        Model.zero_grad();
        loss.backward([], retain_graph: true);
        Dictionary<string, List<double>> groups = BySlowGroups(parameter => parameter.grad);
        Model.zero_grad();
        return groups;
    }

    /// <summary>Values of the parameters' shapes by groups.</summary>
    internal Dictionary<string, List<double>> BySlowGroups(Func<Parameter, torch.Tensor?> valuesOf)
    {
        var groups = new Dictionary<string, List<double>>();
        foreach ((string name, Parameter parameter) in Model.named_parameters())
        {
            float[] values = valuesOf(parameter) is { } found
                ? found.detach().contiguous().data<float>().ToArray()
                : new float[parameter.numel()];
            for (int index = 0; index < values.Length; index++)
            {
                // The first layer has the experts' columns side by side, the second the experts' matrices one behind the other.
                string? group = name switch
                {
                    "embedding.table" => "embedding",
                    "experts.0.layers.0.weight" => $"experts/{index % (ExpertCount * 6) / 6}",
                    "experts.0.layers.0.bias" => $"experts/{index / 6}",
                    "experts.0.layers.1.weight" => $"experts/{index / (6 * 4)}",
                    "experts.0.layers.1.bias" => $"experts/{index / 4}",
                    _ => null,
                };
                foreach (string key in group is null ? Array.Empty<string>() : [group, "all"])
                {
                    groups.TryAdd(key, []);
                    groups[key].Add(values[index]);
                }
            }
        }

        return groups;
    }

    internal static double Norm(IEnumerable<double> values) => Math.Sqrt(values.Sum(value => value * value));

    protected override void Dispose(bool disposing)
    {
        _model?.Dispose();
        base.Dispose(disposing);
    }
}
