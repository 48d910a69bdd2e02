using MmoePipeline.Modeling;
using TorchSharp;
using TorchSharp.Modules;

namespace MmoePipeline.Plugins.Tests.Architectures;

/// <summary>
/// Holds a network against a slow one in double precision: its logits, the gradients of a squared loss against central
/// differences of the slow network's loss, and its shared parameters against those that several tasks' losses reach.
/// </summary>
public abstract class ArchitectureFixture : NetworkFixture
{
    private const double Step = 1e-6;

    protected SlowRow[] Rows { get; } =
    [
        .. Enumerable.Range(0, 24).Select(row => new SlowRow(row % 3, 3 + (row % 4), Math.Round(Math.Sin(row * 1.7), 3) * 1.5)),
    ];

    protected FeatureBatch Features => new(
        torch.tensor(Rows.SelectMany(row => new long[] { row.First, row.Second }).ToArray(), [Rows.Length, 2]),
        torch.tensor(Rows.Select(row => (float)row.Number).ToArray(), [Rows.Length, 1]));

    protected ModelContext BinaryContext(params string[] tasks)
    {
        ModelContext context = Context(Random, tasks);
        return context with { Tasks = [.. context.Tasks.Select(task => task with { Type = "binary" })] };
    }

    /// <summary>Logits and gradients are those of the slow network, which sees one row at a time.</summary>
    protected void AssertIs(MultiTaskModel model, Func<SlowNetwork, SlowRow, double[]> slow) =>
        AssertIs(model, (network, rows) => [.. rows.Select(row => slow(network, row))]);

    /// <summary>Logits and gradients are those of the slow network.</summary>
    /// <param name="model">The network.</param>
    /// <param name="slow">The logits of all rows; what is behind a stop-gradient, it takes from the frozen network.</param>
    /// <param name="penalty">The penalty in terms of the logits; null for none.</param>
    protected void AssertIs(
        MultiTaskModel model, Func<SlowNetwork, SlowRow[], double[][]> slow, Func<double[][], double>? penalty = null)
    {
        model.train();
        var network = new SlowNetwork(model);
        double[][] expected = slow(network, Rows);
        ModelOutput output = model.Forward(Features);
        Assert.Equal([Rows.Length, expected[0].Length], output.Logits.shape);
        double[] actual = [.. output.Logits.contiguous().data<float>().ToArray().Select(value => (double)value)];
        Assert.Equal(expected.SelectMany(row => row).ToArray(), actual, (a, b) => Math.Abs(a - b) < 2e-5 * (1 + Math.Abs(a)));

        double SlowLoss(SlowNetwork moved)
        {
            double[][] logits = slow(moved, Rows);
            return logits.Select((row, index) => row.Select((value, task) => Math.Pow(value - Target(index, task), 2)).Sum()).Sum()
                + (penalty?.Invoke(logits) ?? 0);
        }

        torch.Tensor targets = torch.tensor(
            expected.SelectMany((row, index) => row.Select((_, task) => (float)Target(index, task))).ToArray(), output.Logits.shape);
        torch.Tensor loss = (output.Logits - targets).square().sum();
        Assert.Equal(penalty is null, output.Penalty is null);
        (output.Penalty is { } term ? loss + term : loss).backward();
        foreach ((string name, Parameter parameter) in model.named_parameters())
        {
            float[] gradient = parameter.grad!.contiguous().data<float>().ToArray();
            foreach (int index in Checked(gradient))
            {
                double numeric = (SlowLoss(network.Moved(name, index, Step)) - SlowLoss(network.Moved(name, index, -Step))) / (2 * Step);
                Assert.True(
                    Math.Abs(numeric - gradient[index]) <= 1e-3 * (1 + Math.Abs(numeric)),
                    $"{name}[{index}]: {gradient[index]}, by differences {numeric}");
            }
        }

        AssertLeavesNoTensorBehind(model);
    }

    /// <summary>Exactly those parameters are called shared of which some entry gets a gradient from two tasks.</summary>
    protected void AssertSharedParametersAreThoseOfSeveralTasks(MultiTaskModel model, int tasks)
    {
        // Not in training: a bias in front of a normalization over the batch would get no gradient.
        model.eval();
        Dictionary<string, torch.Tensor> counts = model.named_parameters().ToDictionary(
            named => named.name, named => torch.zeros_like(named.parameter));
        for (int task = 0; task < tasks; task++)
        {
            model.zero_grad();
            (model.Forward(Features).Logits.select(1, task) - 3).square().sum().backward();
            foreach ((string name, Parameter parameter) in model.named_parameters())
            {
                if (parameter.grad is { } gradient)
                {
                    counts[name] += (gradient != 0).to(torch.float32);
                }
            }
        }

        string[] reached = [.. counts.Where(pair => pair.Value.max().item<float>() > 1).Select(pair => pair.Key).Order()];
        HashSet<nint> shared = [.. model.SharedParameters.Select(parameter => parameter.Handle)];
        Assert.Equal(model.SharedParameters.Count, shared.Count);
        Assert.Equal(
            reached,
            model.named_parameters().Where(named => shared.Contains(named.parameter.Handle)).Select(named => named.name).Order());
        Assert.DoesNotContain(counts.Values, count => count.max().item<float>() == 0);
        Assert.Equal(
            model.named_parameters().Select(named => named.parameter.Handle).Order(),
            model.Parts.SelectMany(part => part.Module.parameters()).Select(parameter => parameter.Handle).Order());
    }

    private void AssertLeavesNoTensorBehind(MultiTaskModel model)
    {
        void Run()
        {
            using DisposeScope scope = torch.NewDisposeScope();
            ModelOutput output = model.Forward(Features, new ForwardTrace());
            torch.Tensor loss = output.Logits.square().sum();
            (output.Penalty is { } term ? loss + term : loss).backward();
        }

        Run();
        long before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        Run();
        Run();
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    private static double Target(int row, int task) => Math.Cos((row * 0.9) + task);

    /// <summary>The entry with the largest gradient, and some others.</summary>
    private static int[] Checked(float[] gradient)
    {
        int largest = Enumerable.Range(0, gradient.Length).MaxBy(index => Math.Abs(gradient[index]));
        return [.. new[] { largest, 0, gradient.Length / 2, gradient.Length - 1 }.Distinct()];
    }
}
