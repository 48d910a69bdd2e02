using MmoePipeline.Modeling;

namespace MmoePipeline.Testing.Places;

/// <summary>A whole network.</summary>
internal sealed class ArchitectureSpecimen : ModuleSpecimen
{
    private readonly FeatureLayout _layout;

    private ArchitectureSpecimen(Subject subject, FeatureLayout layout, ImmutableArray<TaskOutput> tasks, long seed)
        : base(seed)
    {
        (_layout, Outputs) = (layout, tasks.Sum(task => task.Width));
        Model = subject.Create<IArchitecture>(Clock).Build(new ModelContext
        {
            Features = layout,
            Tasks = tasks,
            Random = Random,
            Device = torch.CPU,
            Path = "model",
            Activator = subject.Activator(Clock),
        });
    }

    public MultiTaskModel Model { get; }

    public int Outputs { get; }

    public override torch.nn.Module Module => Model;

    public static PlaceList<ArchitectureSpecimen> Places(Subject subject)
    {
        TaskOutput first = new("first", 0, 1) { Type = "binary" };
        TaskOutput second = new("second", 1, 1) { Type = "binary" };
        Place<ArchitectureSpecimen> At(string name, FeatureLayout layout, params TaskOutput[] tasks) =>
            new(name, seed => new ArchitectureSpecimen(subject, layout, [.. tasks], seed));
        return new(
        [
            At("two binary tasks", Layouts.Mixed, first, second),
            At("two binary tasks on numbers alone", Layouts.Numbers, first, second),
            At("two binary tasks on a wide input", Layouts.Wide, first, second),
            At("a binary task and one of three classes", Layouts.Mixed, first, second with { Width = 3, Type = "multiclass" }),
            At("three binary tasks", Layouts.Mixed, first, second, new TaskOutput("third", 2, 1) { Type = "binary" }),
            At("one binary task", Layouts.Mixed, first),
        ]);
    }

    public FeatureBatch Rows(int data, int rows = 7) => Layouts.Rows(_layout, data, rows);

    public static FeatureBatch FirstOf(FeatureBatch batch, int rows) =>
        new(batch.Categorical.narrow(0, 0, rows), batch.Numeric.narrow(0, 0, rows));

    /// <summary>A loss that depends on all logits and the penalty.</summary>
    public Tensor Loss(int data)
    {
        ModelOutput output = Model.Forward(Rows(data));
        Tensor loss = (output.Logits.to(torch.float64) * Draws.Normal(data + 100, output.Logits.shape)).sum();
        return output.Penalty is { } penalty ? loss + penalty : loss;
    }

    public override ImmutableArray<Tensor> Train(int step)
    {
        Clock.Set(step);
        Model.train();
        Tensor loss = Loss(step);
        Backward(loss);
        Descend();
        return [loss.detach(), .. Gradients()];
    }

    public override ImmutableArray<Tensor> Evaluate(int data, int rows = 7)
    {
        Model.eval();
        using IDisposable noGrad = torch.no_grad();
        return [Model.Forward(FirstOf(Rows(data), rows)).Logits];
    }
}
