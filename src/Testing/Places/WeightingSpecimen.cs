using MmoePipeline.Losses;

namespace MmoePipeline.Testing.Places;

/// <summary>A loss weighting with its tasks.</summary>
internal sealed class WeightingSpecimen : ModuleSpecimen
{
    public const int SharedParameterCount = 6;

    private static readonly ImmutableArray<int> TaskCounts = [2, 3, 5, 1];

    private WeightingSpecimen(Subject subject, int tasks, long seed)
        : base(seed)
    {
        Tasks = tasks;
        Weighting = subject.Create<LossWeighting, LossWeightingContext>(Clock, new LossWeightingContext
        {
            Tasks = [.. Enumerable.Range(0, tasks).Select(task => $"task{task}")],
            SharedParameterCount = SharedParameterCount,
            Path = "loss",
            Random = Random,
            Device = torch.CPU,
        });
    }

    public int Tasks { get; }

    public LossWeighting Weighting { get; }

    public override torch.nn.Module Module => Weighting;

    public override bool CanEvaluate => false;

    public static PlaceList<WeightingSpecimen> Places(Subject subject) => new(
        [.. TaskCounts.Select(tasks => new Place<WeightingSpecimen>(
            $"{tasks} tasks", seed => new WeightingSpecimen(subject, tasks, seed)))]);

    public Tensor Losses(int step) => Draws.Positive(step, Tasks);

    /// <summary>The gradients of a step, a matrix for each sample.</summary>
    public TaskGradients TaskGradients(GradientWeighting weighting, int step) => new(
        Losses(step),
        [.. Enumerable.Range(0, weighting.Samples).Select(sample => Draws.Normal(step + (50 * (sample + 1)), Tasks, SharedParameterCount))]);

    /// <summary>What a step usually gives.</summary>
    public WeightingStep Usual(int step) => new(
        Losses(step), torch.ones(Tasks), Weighting is GradientWeighting gradients ? TaskGradients(gradients, step).Samples : []);

    public override ImmutableArray<Tensor> Train(int step) => Train(step, Usual(step));

    /// <summary>A training step: the combined gradient if there is one, the combined loss, its gradients, and the weights after it.</summary>
    /// <param name="step">The step, from 0.</param>
    /// <param name="given">What the weighting is given.</param>
    public ImmutableArray<Tensor> Train(int step, WeightingStep given)
    {
        Clock.Set(step);
        Weighting.train();
        Module.zero_grad();
        var results = ImmutableArray.CreateBuilder<Tensor>();

        // In the order of a training step: first the loss that everything else minimises, then the shared gradient.
        Tensor losses = given.Losses.detach().clone().requires_grad_();
        Tensor combined = Weighting.Combine(losses, given.Labelled);
        combined.backward();
        if (Weighting is GradientWeighting gradients)
        {
            using IDisposable noGradients = torch.no_grad();
            results.Add(gradients.Combine(given.Gradients));
        }

        results.Add(combined.detach());
        results.Add(losses.grad!.clone());
        results.AddRange(Gradients());
        Descend();
        if (Weighting.NeedsLossesAfterStep)
        {
            using IDisposable noGradients = torch.no_grad();
            Weighting.OnStepped(given.Losses * Draws.Positive(step + 200, Tasks) * 0.5);
        }

        results.Add(Weighting.CurrentWeights());
        return results.ToImmutable();
    }

    public override ImmutableArray<Tensor> Evaluate(int data, int rows = 7) => throw new NotSupportedException();
}
