using MmoePipeline.Events;
using MmoePipeline.Inference.Networks;
using MmoePipeline.Losses;
using MmoePipeline.Modeling;
using MmoePipeline.Runs.Options;
using MmoePipeline.Tasks;
using TorchSharp;
using TorchSharp.Modules;

namespace MmoePipeline.Engine.Networks;

/// <summary>The parts of a run that hold tensors: network, loss weighting and optimizer. It owns them.</summary>
internal sealed class TrainedNetwork : IDisposable
{
    /// <summary>Joins the parts.</summary>
    public TrainedNetwork(
        MultiTaskModel model,
        LossWeighting weighting,
        ParameterUpdate update,
        ImmutableArray<ITask> tasks,
        ImmutableArray<TaskOutput> outputs,
        torch.Device device)
    {
        (Model, Weighting, Update, Tasks, Outputs, Device) = (model, weighting, update, tasks, outputs, device);
        Parameters = ParametersOf(model, weighting);
    }

    /// <summary>All trainable parameters of a network and its loss weighting, by name.</summary>
    public static ImmutableArray<(string Name, Parameter Parameter)> ParametersOf(MultiTaskModel model, LossWeighting weighting) =>
    [
        .. model.named_parameters().Select(named => ($"model.{named.name}", named.parameter)),
        .. weighting.named_parameters().Select(named => ($"loss.{named.name}", named.parameter)),
    ];

    /// <summary>What it was built from.</summary>
    public required RunConfiguration Configuration { get; init; }

    /// <summary>The network.</summary>
    public MultiTaskModel Model { get; }

    /// <summary>Makes one loss out of the tasks' losses.</summary>
    public LossWeighting Weighting { get; }

    /// <summary>Changes the parameters by their gradients.</summary>
    public ParameterUpdate Update { get; }

    /// <summary>What is predicted.</summary>
    public ImmutableArray<ITask> Tasks { get; }

    /// <summary>Which columns of the network's output belong to which task.</summary>
    public ImmutableArray<TaskOutput> Outputs { get; }

    /// <summary>Where the tensors live.</summary>
    public torch.Device Device { get; }

    /// <summary>All trainable parameters, by name.</summary>
    public ImmutableArray<(string Name, Parameter Parameter)> Parameters { get; }

    /// <summary>The number of trainable parameters.</summary>
    public long ParameterCount => Parameters.Sum(named => named.Parameter.numel());

    /// <summary>The number of trainable parameters by part; what belongs to two parts counts for the first, and the rest comes last.</summary>
    public ImmutableArray<PartParameters> PartParameters()
    {
        var seen = new HashSet<IntPtr>();
        ImmutableArray<PartParameters> parts =
        [
            .. Model.Parts.Select(part => new PartParameters(
                part.Name,
                part.Module.parameters().Where(parameter => seen.Add(parameter.Handle)).Sum(parameter => parameter.numel()))),
        ];
        long rest = ParameterCount - parts.Sum(part => part.Parameters);
        return rest == 0 ? parts : [.. parts, new PartParameters("other", rest)];
    }

    /// <summary>
    /// The state of network and loss weighting, buffers included, by name, each tensor once. The tensors stay the modules'.
    /// </summary>
    public IEnumerable<KeyValuePair<string, torch.Tensor>> State => [.. ModuleState.Of("model.", Model), .. ModuleState.Of("loss.", Weighting)];

    /// <inheritdoc/>
    public void Dispose()
    {
        Update.Dispose();
        Weighting.Dispose();
        Model.Dispose();
    }
}
