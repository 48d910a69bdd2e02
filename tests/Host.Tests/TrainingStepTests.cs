using Microsoft.Extensions.Hosting;
using MmoePipeline.Configuration;
using MmoePipeline.Host.CommandLine;
using MmoePipeline.Host.Composition;
using MmoePipeline.Host.Configuration;
using MmoePipeline.Host.Data;
using MmoePipeline.Host.Plugins;
using MmoePipeline.Host.Training;
using MmoePipeline.Randomness;
using MmoePipeline.Tasks;
using Spectre.Console;
using TorchSharp;

namespace MmoePipeline.Host.Tests;

public sealed class TrainingStepTests
{
    private static readonly PluginRegistry Registry = PluginLoader.Load(Path.Combine(Path.GetTempPath(), "no-such-folder"));

    [Theory]
    [InlineData("model.type=mmoe")]
    [InlineData("model.type=shared-bottom")]
    [InlineData("loss.type=uncertainty")]
    [InlineData("loss.type=pcgrad")]
    [InlineData("loss.type=magnitude")]
    [InlineData("loss.type=dwa")]
    [InlineData("loss.type=rlw")]
    [InlineData("loss.type=gls")]
    [InlineData("loss.type=stch")]
    [InlineData("loss.type=famo")]
    [InlineData("loss.type=gradnorm")]
    [InlineData("loss.type=mgda")]
    [InlineData("loss.type=cagrad")]
    [InlineData("loss.type=nash-mtl")]
    [InlineData("loss.type=fairgrad")]
    [InlineData("loss.type=upgrad")]
    [InlineData("loss.type=aligned-mtl")]
    [InlineData("loss.type=imtl")]
    [InlineData("loss.type=gradvac")]
    [InlineData("loss.type=graddrop")]
    [InlineData("loss.type=db-mtl")]
    [InlineData("loss.type=excess")]
    [InlineData("loss.type=moco")]
    [InlineData("loss.type=modo")]
    [InlineData("loss.type=sdmgrad")]
    [InlineData("training={ \"optimizer\": { \"type\": \"sgd\", \"momentum\": 0.9 }, \"schedule\": { \"type\": \"cosine\" }, \"gradientClipping\": 1, \"groups\": [{ \"parameters\": \"model.*\", \"learningRateScale\": 0.5 }] }")]
    [InlineData("model.gate={ \"hidden\": [4], \"regularizers\": [{ \"type\": \"temperature\" }, { \"type\": \"dropout\" }] }")]
    [InlineData("loss.type=pcgrad", "model.gate.regularizers=[{ \"type\": \"layer-norm\" }, { \"type\": \"freeze\", \"step\": 0 }]")]
    [InlineData("loss.type=mgda", "model={ \"type\": \"ple\", \"experts\": [{ \"type\": \"mlp\", \"count\": 2, \"hidden\": [4] }], \"taskExperts\": [{ \"type\": \"mlp\", \"count\": 1, \"hidden\": [4] }], \"gate\": { \"regularizers\": [{ \"type\": \"freeze\", \"step\": 0 }] } }")]
    [InlineData("model.gate.regularizers=[{ \"type\": \"noisy-top-k\" }, { \"type\": \"dropout\" }, { \"type\": \"temperature\", \"endScale\": 1 }]")]
    public void Steps_and_evaluations_leave_no_tensor_behind(params string[] sets)
    {
        using var training = new Training([.. sets]);
        training.Run(steps: 3);
        long before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        training.Run(steps: 20);
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    /// <summary>Eight rows, and a network with many more parameters: the losses have to go to zero.</summary>
    [Fact]
    public void Training_learns_the_rows_by_heart()
    {
        using var training = new Training("training.optimizer.learningRate=0.01");
        double[] first = training.Run(steps: 1);
        double[] last = training.Run(steps: 300);
        Assert.True(first[0] > 0.5, $"{first[0]} at first");
        Assert.True(training.Run(steps: 1)[0] < 0.05, $"{last[0]} at last");
    }

    private sealed class Training : IDisposable
    {
        private readonly IHost _host;
        private readonly RandomStreams _random = new(1);
        private readonly EncodedTable _table = Tables.Encode(Tables.Good());
        private readonly TrainedNetwork _network;

        public Training(params ImmutableArray<string> sets)
        {
            RunPlan plan = new RunPlanReader(Registry).Read(
                RepositoryFiles.PathOf("configs", "census.json"), sets, out ImmutableArray<ConfigurationProblem> problems)!;
            Assert.Empty(problems);
            _host = RunHost.Create(plan, AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(TextWriter.Null) }));
            ImmutableArray<ITask> tasks = Tables.Tasks;
            _network = NetworkBuilder.Build(
                plan.Configuration, tasks, _table.Encoding.Layout(4), _random, torch.CPU, _host.Services);
        }

        public double[] Run(int steps)
        {
            using var step = new TrainingStep(_network);
            _network.Model.train();
            for (int index = 0; index < steps; index++)
            {
                foreach (Batch batch in _table.Training.Shuffled(3, torch.CPU, (ulong)index, window: _table.Training.Rows))
                {
                    step.Run(batch);
                }
            }

            new Evaluation(_network).Run(_table.Validation.InOrder(3, torch.CPU), _table.Validation.Rows, _ => { }, default);
            return step.MeanLosses();
        }

        public void Dispose()
        {
            _network.Dispose();
            _table.Dispose();
            _random.Dispose();
            _host.Dispose();
        }
    }
}
