using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using MmoePipeline.Configuration.Tree;
using MmoePipeline.Construction;
using MmoePipeline.Engine.Checkpoints;
using MmoePipeline.Engine.Data.Batches;
using MmoePipeline.Engine.Data.Encoding;
using MmoePipeline.Engine.Networks;
using MmoePipeline.Engine.Steps;
using MmoePipeline.Engine.Training;
using MmoePipeline.Host.Commands;
using MmoePipeline.Modeling;
using MmoePipeline.Plugins.Splits.Modulo;
using MmoePipeline.Plugins.Tasks.Binary;
using MmoePipeline.Plugins.Tasks.Regression;
using MmoePipeline.Randomness;
using MmoePipeline.Resuming;
using MmoePipeline.Runs.Configuration;
using MmoePipeline.Runs.Options;
using MmoePipeline.Runs.Options.Data;
using MmoePipeline.Runs.Plugins;
using MmoePipeline.Tasks;
using Spectre.Console;
using TorchSharp;

namespace MmoePipeline.Host.Tests.Training;

/// <summary>
/// Passes that leave no trace in parameters, buffers, saved parts and random streams: a step that is skipped, and the second pass of a step that the
/// loss weighting asks for.
/// </summary>
public sealed class UntracedStepTests
{
    private const string Skip = """training.numericFaults={ "policy": "skip" }""";

    private const string StatefulGates =
        """model={ "type": "mmoe", "experts": [{ "type": "mlp", "count": 4, "hidden": [6], "dropout": 0.3 }], "tower": { "hidden": [4] }, "gate": { "regularizers": [{ "type": "temperature", "endScale": 1 }, { "type": "freeze", "threshold": 1e-9 }, { "type": "bias-balance", "rate": 0.001 }, { "type": "dropout", "rate": 0.2 }, { "type": "smooth" }] } }""";

    private const string NoisyGates =
        """model={ "type": "mmoe", "experts": [{ "type": "mlp", "count": 4, "hidden": [6] }], "tower": { "hidden": [4] }, "gate": { "regularizers": [{ "type": "noisy-top-k" }] } }""";

    private const string Normalized = """model={ "type": "home", "groups": [["sold", "price"]], "hidden": [6] }""";

    private static readonly PluginRegistry Registry = PluginLoader.Load(Path.Combine(Path.GetTempPath(), "no-such-folder"));

    private static readonly ImmutableArray<ITask> Tasks =
    [
        new BinaryTask(new BinaryTaskOptions { Name = "sold", Label = "sold" }),
        new RegressionTask(new RegressionTaskOptions { Name = "price", Label = "price" }),
    ];

    /// <summary>
    /// The weights of the first step come from the same network, whatever the weighting: what the first pass leaves behind must be all that there
    /// is. Without that, biases move by twice their rate, and averages, sums and normalizations see each batch twice.
    /// </summary>
    [Theory]
    [InlineData(StatefulGates)]
    [InlineData(NoisyGates)]
    [InlineData(Normalized)]
    public void The_second_pass_of_a_step_leaves_no_trace(string model)
    {
        using var once = new Training("loss.type=fixed", model);
        using var twice = new Training("loss.type=famo", model);
        string before = once.Trace(withParameters: false);
        Assert.Null(once.Run(once.Good(0)));
        Assert.Null(twice.Run(twice.Good(0)));
        Assert.NotEqual(before, once.Trace(withParameters: false));
        Assert.Equal(once.Trace(withParameters: false), twice.Trace(withParameters: false));
    }

    /// <summary>With the second pass's draws those of the first, a step of length zero changes no loss: no task falls behind, and all weights stay.</summary>
    [Fact]
    public void The_second_pass_draws_what_the_first_drew()
    {
        using var training = new Training(
            """loss={ "type": "famo", "decay": 0 }""", NoisyGates, """training.optimizer={ "type": "sgd", "learningRate": 1e-30, "momentum": 0 }""");
        for (int batch = 0; batch < 3; batch++)
        {
            training.Run(training.Good(batch));
        }

        Assert.All(training.Buffer("logits"), logit => Assert.Equal(0, logit));
    }

    [Theory]
    [InlineData("fixed", StatefulGates, 1e30)]
    [InlineData("fixed", Normalized, 1e30)]
    [InlineData("fixed", NoisyGates, float.NaN)]
    [InlineData("famo", StatefulGates, 1e30)]
    [InlineData("rlw", StatefulGates, 1e30)]
    [InlineData("magnitude", NoisyGates, 1e30)]
    [InlineData("uncertainty", StatefulGates, 1e30)]
    [InlineData("db-mtl", NoisyGates, 1e30)]
    [InlineData("gradnorm", NoisyGates, 1e30)]
    [InlineData("pcgrad", StatefulGates, 1e30)]
    public void A_skipped_step_leaves_no_trace(string weighting, string model, double fault)
    {
        using var with = new Training($"loss.type={weighting}", model, Skip);
        using var without = new Training($"loss.type={weighting}", model, Skip);
        foreach (Training training in new[] { with, without })
        {
            Assert.Null(training.Run(training.Good(0)));
        }

        NumericFault? skipped = with.Run(double.IsNaN(fault) ? with.BadFeature(1) : with.BadLabel(1, (float)fault));
        Assert.NotNull(skipped);
        Assert.Equal(without.Trace(), with.Trace());
        foreach (Training training in new[] { with, without })
        {
            Assert.Null(training.Run(training.Good(2)));
        }

        Assert.Equal(without.Trace(), with.Trace());
    }

    /// <summary>Both losses are finite, and their weighted sum is not: the policy counts there, too.</summary>
    [Fact]
    public void A_combined_loss_that_is_not_finite_is_a_fault_like_others()
    {
        string loss = """loss={ "type": "fixed", "weights": { "price": 1e38 } }""";
        using var with = new Training(loss, StatefulGates, Skip, "tasks=" + """[{ "name": "sold", "type": "binary", "label": "sold" }, { "name": "price", "type": "regression", "label": "price" }]""");
        string before = with.Trace();
        NumericFault? fault = with.Run(with.BadLabel(0, 100));
        Assert.Equal("combined loss", fault!.What);
        Assert.Equal(before, with.Trace());
    }

    /// <summary>Where nobody looks, as on a device, the condition is multiplied into the step: plain SGD moves nothing, and buffers stay.</summary>
    [Theory]
    [InlineData("fixed")]
    [InlineData("magnitude")]
    [InlineData("uncertainty")]
    [InlineData("db-mtl")]
    [InlineData("pcgrad")]
    [InlineData("famo")]
    public void An_unseen_fault_is_not_applied(string weighting)
    {
        using var training = new Training(
            looksAlways: false, $"loss.type={weighting}", Normalized, """training.optimizer={ "type": "sgd", "learningRate": 0.01, "momentum": 0 }""");
        Assert.Null(training.Run(training.Good(0)));
        string before = training.Values();
        Assert.Null(training.Run(training.BadLabel(1, 1e30f)));
        Assert.Equal(before, training.Values());
        Assert.Null(training.Run(training.Good(2)));
        Assert.NotEqual(before, training.Values());
        Assert.Null(training.Unseen(isEnd: false));
        Assert.Equal((1, 2), training.Unseen(isEnd: true));
        Assert.Null(training.Unseen(isEnd: true));
        Assert.All(training.MeanLosses(), loss => Assert.InRange(loss, 0, 100));
    }

    /// <summary>Without a fault, steps that nobody looks at are the same to the bit.</summary>
    [Theory]
    [InlineData("fixed")]
    [InlineData("famo")]
    [InlineData("db-mtl")]
    public void Unseen_steps_without_a_fault_are_the_same(string weighting)
    {
        using var seen = new Training($"loss.type={weighting}", StatefulGates);
        using var unseen = new Training(looksAlways: false, $"loss.type={weighting}", StatefulGates);
        foreach (Training training in new[] { seen, unseen })
        {
            for (int batch = 0; batch < 3; batch++)
            {
                Assert.Null(training.Run(training.Good(batch)));
            }
        }

        Assert.Equal(seen.Trace(), unseen.Trace());
        Assert.Null(unseen.Unseen(isEnd: true));
    }

    private sealed class Training : IDisposable
    {
        private const int BatchSize = 8;

        private readonly DisposeScope _scope = torch.NewDisposeScope();
        private readonly IHost _host;
        private readonly RandomStreams _random = new(1);
        private readonly EncodedTable _table;
        private readonly TrainedNetwork _network;
        private readonly TrainingStep _step;

        public Training(params ImmutableArray<string> sets)
            : this(null, sets)
        {
        }

        public Training(bool? looksAlways, params ImmutableArray<string> sets)
        {
            torch.random.manual_seed(1);
            _table = TableEncoder.Encode(
                new SourceOfRows(["colour", "size", "price", "sold"], [.. Enumerable.Range(0, 60).Select(Row)]),
                new FeatureOptions { Categorical = ["colour"], Numeric = ["size"] },
                new ModuloSplit(new() { Modulus = 10, Train = "0-5", Validation = "6-7", Test = "8-9" }),
                new(),
                Tasks,
                default);
            RunPlan plan = new RunPlanReader(Registry).Read(
                RepositoryFiles.PathOf("configs", "census.json"), [NoRows.Set, .. Names, .. sets], out ImmutableArray<ConfigurationProblem> problems)!;
            Assert.Empty(problems);
            _host = RunHost.Create(plan, AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(TextWriter.Null) }));
            var clock = (TrainingClock)_host.Services.GetRequiredService<ITrainingClock>();
            (clock.Epoch, clock.Epochs, clock.StepsPerEpoch) = (1, 4, 4);
            _network = NetworkBuilder.Build(
                plan.Configuration, Tasks, _table.Encoding.Layout(4), _random, torch.CPU, _host.Services.GetRequiredService<PluginActivator>(), clock);
            _network.Model.train();
            _step = new TrainingStep(_network, _random, looksAlways);
        }

        private static ImmutableArray<string> Names { get; } =
        [
            """tasks=[{ "name": "sold", "type": "binary", "label": "sold" }, { "name": "price", "type": "regression", "label": "price" }]""",
        ];

        public NumericFault? Run(Batch batch) => _step.Run(batch);

        public (long Count, long First)? Unseen(bool isEnd) => _step.TakeUnseen(isEnd);

        public double[] MeanLosses() => _step.MeanLosses();

        public Batch Good(int index)
        {
            foreach (Batch batch in _table.Training.InOrder(BatchSize, torch.CPU).Skip(index).Take(1))
            {
                return new Batch(
                    new FeatureBatch(batch.Features.Categorical.clone(), batch.Features.Numeric.clone()), batch.Targets.clone());
            }

            throw new InvalidOperationException("There are not so many batches.");
        }

        /// <summary>A label whose square, or the weighted square, is no float32.</summary>
        public Batch BadLabel(int index, float label)
        {
            Batch batch = Good(index);
            batch.Targets[3, 1] = torch.tensor(label);
            return batch;
        }

        public Batch BadFeature(int index)
        {
            Batch batch = Good(index);
            batch.Features.Numeric[3, 0] = torch.tensor(float.NaN);
            return batch;
        }

        public double[] Buffer(string name)
        {
            using torch.Tensor values = _network.Weighting.get_buffer(name)!.to(torch.float64);
            return [.. values.data<double>()];
        }

        /// <summary>Parameters and buffers.</summary>
        public string Values() => string.Join('\n', _network.State.Select(pair => $"{pair.Key}: {Bits(pair.Value)}"));

        /// <summary>All that a checkpoint keeps but the optimizer's state: what differs is a trace.</summary>
        public string Trace(bool withParameters = true)
        {
            var json = new System.Buffers.ArrayBufferWriter<byte>();
            var tensors = new Dictionary<string, torch.Tensor>(StringComparer.Ordinal);
            using (var writer = new System.Text.Json.Utf8JsonWriter(json))
            {
                writer.WriteStartArray();
                foreach ((string name, IResumable part) in RunState.PartsOf("model", _network.Model))
                {
                    StateExchange.Save(part, writer, tensors, name);
                }

                writer.WriteEndArray();
            }

            IEnumerable<string> parameters = withParameters
                ? [Values()]
                : _network.Model.named_buffers().Select(named => $"{named.name}: {Bits(named.buffer)}");
            return string.Join('\n', parameters
                .Concat(_random.Opened.Where(pair => withParameters || !pair.Key.StartsWith("loss", StringComparison.Ordinal)).Select(pair => $"{pair.Key}: {Bits(pair.Value.SaveState())}"))
                .Concat(tensors.Select(pair => $"{pair.Key}: {Bits(pair.Value)}"))
                .Append(System.Text.Encoding.UTF8.GetString(json.WrittenSpan)));
        }

        public void Dispose()
        {
            _step.Dispose();
            _network.Dispose();
            _table.Dispose();
            _random.Dispose();
            _host.Dispose();
            _scope.Dispose();
        }

        private static string?[] Row(int row) =>
        [
            row % 3 == 0 ? "red" : "blue",
            (row % 7).ToString(CultureInfo.InvariantCulture),
            ((row * 7 % 5) + 1).ToString(CultureInfo.InvariantCulture),
            (row / 2 % 2).ToString(CultureInfo.InvariantCulture),
        ];

        private static string Bits(torch.Tensor tensor) =>
            Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(tensor.detach().cpu().contiguous().bytes));
    }
}
