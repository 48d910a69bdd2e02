using MmoePipeline.Randomness;
using MmoePipeline.Resuming;

namespace MmoePipeline.Testing.Subjects;

/// <summary>An instance of a plugin in a place, that can be trained and saved: what the checks that kinds have in common deal with.</summary>
internal abstract class Specimen : IDisposable
{
    protected Specimen(long seed)
    {
        // A plugin may draw from libtorch's own generator.
        torch.manual_seed(seed);
        Random = new RandomStreams(seed);
    }

    public RandomStreams Random { get; }

    public ConformanceClock Clock { get; } = new();

    /// <summary>What it trains by gradients: by name, still its own.</summary>
    public abstract IReadOnlyDictionary<string, Tensor> Parameters { get; }

    /// <summary>All that it saves, parameters included: by name, still its own.</summary>
    public abstract IReadOnlyDictionary<string, Tensor> State { get; }

    /// <summary>What it saves besides, by name.</summary>
    public abstract IReadOnlyDictionary<string, IResumable> ResumableParts { get; }

    /// <summary>Whether there is a mode of evaluation.</summary>
    public virtual bool CanEvaluate => true;

    /// <summary>A training step: what came of it, to be compared.</summary>
    /// <param name="step">The step, from 0, which tells the data.</param>
    public abstract ImmutableArray<Tensor> Train(int step);

    /// <summary>A pass in evaluation mode.</summary>
    /// <param name="data">Tells the data.</param>
    /// <param name="rows">The number of rows.</param>
    public abstract ImmutableArray<Tensor> Evaluate(int data, int rows = 7);

    /// <summary>Takes over the saved state of another.</summary>
    public abstract void Load(IReadOnlyDictionary<string, Tensor> state);

    public void Dispose()
    {
        Dispose(disposing: true);
        Random.Dispose();
    }

    protected abstract void Dispose(bool disposing);

    /// <summary>What an optimizer would do, so that a step leads somewhere.</summary>
    protected void Descend()
    {
        using IDisposable noGrad = torch.no_grad();
        foreach (Tensor parameter in Parameters.Values)
        {
            if (parameter.grad is { } gradient)
            {
                parameter.sub_(gradient * 0.05);
            }
        }
    }
}
