using System.CommandLine;
using MmoePipeline.Benchmarks;
using MmoePipeline.Benchmarks.Networks;
using MmoePipeline.Benchmarks.Reporting;
using MmoePipeline.Host.Commands;
using MmoePipeline.Host.Runtime;

NativeThreads.WaitBriefly();
NativeMemory.KeepFreedPages();

ImmutableArray<IBenchmark> benchmarks =
[
    new TrainingStepBenchmark(NetworkSize.Small, rounds: 400),
    new TrainingStepBenchmark(NetworkSize.Large, rounds: 60),
    new DataBenchmark("data", generatedRows: 0),
    new DataBenchmark("data-10m", generatedRows: 10_000_000),
    new EpochBenchmark(),
    new PredictionBenchmark(),
    new GeneratorBenchmark(),
    new MemoryBenchmark(),
    new StartUpBenchmark(),
    new PluginsBenchmark(),
    new SweepBenchmark(),
    new TableBenchmark(),
    new FeatureBenchmark(),
];

var name = new Argument<string>("NAME")
{
    Description = string.Join('\n', benchmarks.Select(benchmark => $"{benchmark.Name}: {benchmark.Summary}")),
};
name.AcceptOnlyFromAmong([.. benchmarks.Select(benchmark => benchmark.Name)]);
Option<OutputFormat> format = CommonOptions.Format();
var root = new RootCommand("Measures the program on this machine. Times are medians with the first and the last decile.") { name, format };
root.SetAction((arguments, cancellation) =>
{
    IBenchmark benchmark = benchmarks.Single(benchmark => benchmark.Name == arguments.GetValue(name));
    BenchmarkResult result = new(benchmark.Name, Machine.Current(), benchmark.Run(cancellation));
    if (arguments.GetValue(format) == OutputFormat.Json)
    {
        result.WriteJson(Console.Out);
    }
    else
    {
        result.WriteText(Terminals.Results);
    }

    return Task.CompletedTask;
});
return await root.Parse(args).InvokeAsync();
