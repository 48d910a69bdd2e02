using System.Diagnostics;
using MmoePipeline.Benchmarks.Measuring;
using MmoePipeline.Engine.Data.Batches;
using MmoePipeline.Engine.Networks;
using MmoePipeline.Modeling.Blocks;
using MmoePipeline.Modeling.Experts;
using MmoePipeline.Modeling.Gates;
using TorchSharp;
using TorchSharp.Modules;

namespace MmoePipeline.Benchmarks.Networks;

/// <summary>Times the parts of a mixture's training step, one after another as they come in the step.</summary>
/// <param name="network">A mixture of experts without shared layers.</param>
internal sealed class StepParts(TrainedNetwork network)
{
    private readonly List<(string Part, double Milliseconds)> _times = [];
    private readonly FeatureEmbedding _embedding = Part<FeatureEmbedding>(network);
    private readonly ExpertBanks _experts = Part<ExpertBanks>(network);
    private readonly GateBank _gates = Part<GateBank>(network);
    private readonly Towers _towers = Part<Towers>(network);

    /// <summary>Measures steps, part by part.</summary>
    /// <param name="batches">What to train on.</param>
    /// <param name="rounds">The number of measured steps.</param>
    /// <param name="warmUp">The number of steps before them.</param>
    /// <param name="cancellation">Ends the measurement between two steps.</param>
    /// <returns>A timing for each part, in the order of the step.</returns>
    public ImmutableArray<Timing> Measure(
        ImmutableArray<Batch> batches, int rounds, int warmUp, CancellationToken cancellation)
    {
        for (int round = -warmUp; round < rounds; round++)
        {
            cancellation.ThrowIfCancellationRequested();
            if (round == 0)
            {
                _times.Clear();
            }

            Step(batches[(round + warmUp) % batches.Length]);
        }

        return
        [
            .. _times.GroupBy(time => time.Part, time => time.Milliseconds)
                .Select(part => Timing.Of(part.Key, part)),
        ];
    }

    private void Step(Batch batch)
    {
        using (torch.NewDisposeScope())
        {
            torch.Tensor input = Timed("embedding", () => _embedding.Forward(batch.Features));
            torch.Tensor experts = Timed("experts", () => _experts.Forward(input, null));
            torch.Tensor weights = Timed("gates", () => _gates.Forward(input, null, out _));
            torch.Tensor mixed = Timed("mix", () => Mixture.Combine(weights, experts));
            torch.Tensor logits = Timed("towers", () => _towers.Forward(mixed));
            torch.Tensor loss = Timed("loss", () => network.Weighting.Combine(torch.stack(
                [.. network.Outputs.Select((columns, task) => network.Tasks[task].Loss(new(
                    logits.narrow(1, columns.Offset, columns.Width), batch.Targets.select(1, task))))])));
            foreach ((_, Parameter parameter) in network.Parameters)
            {
                parameter.grad = null;
            }

            Timed("backward", () =>
            {
                loss.backward();
                return loss;
            });
            Timed("optimizer", () =>
            {
                network.Update.Apply();
                return loss;
            });
        }
    }

    private torch.Tensor Timed(string part, Func<torch.Tensor> run)
    {
        long start = Stopwatch.GetTimestamp();
        torch.Tensor result = run();
        _times.Add((part, Stopwatch.GetElapsedTime(start).TotalMilliseconds));
        return result;
    }

    private static TBlock Part<TBlock>(TrainedNetwork network)
        where TBlock : torch.nn.Module => network.Model.Parts.Select(part => part.Module).OfType<TBlock>().Single();
}
