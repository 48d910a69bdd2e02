using MmoePipeline.Losses;

namespace MmoePipeline.Testing.Places;

/// <summary>What a loss weighting is given in a step.</summary>
/// <param name="Losses"><c>[tasks]</c>, without a graph.</param>
/// <param name="Labelled"><c>[tasks]</c>: 1 for a task with a labelled row, otherwise 0.</param>
/// <param name="Samples">A matrix <c>[tasks, shared parameters]</c> for each sample.</param>
internal sealed record WeightingStep(Tensor Losses, Tensor Labelled, ImmutableArray<Tensor> Samples)
{
    /// <summary>Steps that are not of the usual size, each made from a usual one.</summary>
    public static ImmutableArray<(string Name, Func<WeightingStep, WeightingStep> Make)> Unusual { get; } =
    [
        ("no task has a label", step => step.OfSize(0, 1).WithoutLabels(1)),
        ("the first task has no label", step => step.OfSize(0, 0).WithoutLabels(0)),
        ("the first task's loss and gradient are 0", step => step.OfSize(0, 0)),
        ("all losses and gradients are 0", step => step.OfSize(0, 1)),
        ("the first task's loss and gradient are 1e-20 of the others'", step => step.OfSize(1e-20f, 0)),
        ("all losses and gradients are 1e-20 of the usual", step => step.OfSize(1e-20f, 1)),
        ("the first task's loss and gradient are 1e15 of the others'", step => step.OfSize(1e15f, 0)),
        ("all losses and gradients are 1e15 of the usual", step => step.OfSize(1e15f, 1)),
        ("all gradients are equal", step => step.Combined((matrix, task) => matrix[0])),
        ("gradients are opposite", step => step.Combined((matrix, task) => task % 2 == 0 ? matrix[0] : -matrix[0])),
        ("the last gradient is the mean of the others", step => step.Combined((matrix, task) =>
            task == matrix.size(0) - 1 && task > 0 ? matrix.narrow(0, 0, task).mean([0]) : matrix[task])),
    ];

    /// <summary>The gradients as a weighting gets them.</summary>
    public TaskGradients Gradients => new(Losses, Samples) { Labelled = Labelled };

    /// <summary>Scales loss and gradient of the first task, or of all.</summary>
    private WeightingStep OfSize(float size, int all)
    {
        Tensor factors = Factors(size, all);
        return this with { Losses = Losses * factors, Samples = [.. Samples.Select(sample => sample * factors.unsqueeze(1))] };
    }

    /// <summary>Takes the label of the first task away, or of all.</summary>
    private WeightingStep WithoutLabels(int all) => this with { Labelled = Labelled * Factors(0, all) };

    private WeightingStep Combined(Func<Tensor, int, Tensor> row) => this with
    {
        Samples = [.. Samples.Select(sample => torch.stack([.. Enumerable.Range(0, (int)sample.size(0)).Select(task => row(sample, task))]))],
    };

    private Tensor Factors(float size, int all) => torch.tensor(
        [.. Enumerable.Range(0, (int)Losses.numel()).Select(task => task == 0 || all == 1 ? size : 1f)]);
}
