using MmoePipeline.Composition;
using MmoePipeline.Configuration;
using MmoePipeline.Construction;
using MmoePipeline.Modeling;
using MmoePipeline.Modeling.Experts;
using MmoePipeline.Optimization;
using MmoePipeline.Plugins.Experts.Mlp;
using MmoePipeline.Randomness;
using TorchSharp;

namespace MmoePipeline.Plugins.Tests;

/// <summary>A small layout, seeded streams, and slots made by hand. Its tensors live as long as the test.</summary>
public abstract class NetworkFixture : IDisposable
{
    private readonly DisposeScope _scope = torch.NewDisposeScope();

    protected RandomStreams Random { get; } = new(11);

    protected static FeatureLayout Layout { get; } = new([new("a", 3, 0), new("b", 4, 3)], ["x"], 2);

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
        Random.Dispose();
        _scope.Dispose();
    }

    protected static ModelContext Context(RandomStreams random, params string[] tasks) => new()
    {
        Features = Layout,
        Tasks = [.. tasks.Select((task, index) => new TaskOutput(task, index, 1))],
        Random = random,
        Device = torch.CPU,
        Path = "model",
        Activator = new PluginActivator(),
    };

    /// <summary>What an optimizer of these parameters is constructed with.</summary>
    protected static OptimizerContext Training(params ImmutableArray<TrainableParameter> parameters) =>
        new() { Path = "training.optimizer", Parameters = parameters };

    /// <summary>A batch of rows that all differ.</summary>
    protected FeatureBatch Batch(int rows)
    {
        torch.Tensor numeric = Random.Open("numeric").Normal([rows, 1]);
        torch.Tensor categorical = torch.stack(
            [torch.arange(rows) % 3, (torch.arange(rows) % 4) + 3], 1);
        return new FeatureBatch(categorical, numeric);
    }

    protected static PluginSlot<TKind> Slot<TKind>(string name, Func<TKind> create)
        where TKind : class => Slot<TKind, PluginContext>(name, _ => create());

    protected static PluginSlot<TKind> Slot<TKind, TContext>(string name, Func<TContext, TKind> create)
        where TKind : class
        where TContext : PluginContext => new(
            new PluginDescriptor
            {
                Kind = "test",
                KindType = typeof(TKind),
                Name = name,
                Type = typeof(TKind),
                Summary = "",
                Options = null,
                Bind = _ => null,
                Create = (_, context, _) => create((TContext)context!),
            },
            null,
            name);

    protected static PluginSlot<IExpert> Experts(int count, params int[] hidden) => Slot<IExpert>(
        "mlp", () => new MlpExperts(new MlpExpertsOptions { Count = count, Hidden = [.. hidden] }));
}
