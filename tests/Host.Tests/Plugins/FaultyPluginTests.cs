using System.Runtime.Versioning;
using System.Text.Json;
using MmoePipeline.Runs;

namespace MmoePipeline.Host.Tests.Plugins;

/// <summary>Plugins whose own code is at fault: the message names plugin, assembly, place and step, and nothing is left half.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class FaultyPluginTests : IDisposable
{
    private const string UseExpert = """model.experts.0={ "type": "faulty" }""";

    private readonly DropInPlace _place = new();

    public void Dispose() => _place.Dispose();

    [Fact]
    public void Options_that_break_a_rule()
    {
        _place.Compile("Faulty", DropInSources.Expert());
        Assert.Equal(
            ["MMOE1104 model.experts.0.count"],
            DropInRun.Problems(_place, """model.experts.0={ "type": "faulty", "count": 9 }"""));
    }

    [Fact]
    public void A_check_of_options_that_throws()
    {
        _place.Compile("Faulty", DropInSources.Expert().Replace(
            "public int Count { get; init; } = 2;",
            "public int Count { get; init; } = 2;\n    public void Validate(OptionsSection section) { if (Count == 3) { throw new NotSupportedException(\"no idea\"); } }",
            StringComparison.Ordinal));
        Assert.Equal(["MMOE3106 model.experts.0"], DropInRun.Problems(_place, """model.experts.0={ "type": "faulty", "count": 3 }"""));
    }

    [Fact]
    public void A_plugin_that_is_not_loaded_is_reported_with_the_reason()
    {
        string file = Path.GetRelativePath(".", Path.GetDirectoryName(_place.Write("Faulty", "Faulty.dll", []))!);
        Assert.Equal(["MMOE1112 model.experts.0.type"], DropInRun.Problems(_place, UseExpert));
        Assert.Equal($"MMOE3007 {file}", $"{_place.Failure()}".Split(": ")[0]);
        Assert.Contains($"MMOE3007 {file}: ", _place.Load().WhyMissing, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_constructor_that_throws()
    {
        _place.Compile("Faulty", DropInSources.Expert(constructor: "throw new InvalidOperationException(\"no licence\");"));
        await IsBadInputAsync("MMOE3103 model.experts.0", "InvalidOperationException: no licence", UseExpert);
    }

    [Fact]
    public async Task A_wrong_shape_is_reported_before_the_first_step()
    {
        _place.Compile("Faulty", DropInSources.Expert("output = output.squeeze(0);"));
        await IsBadInputAsync("MMOE3104 model.experts.0", "[1, 4, 4]", UseExpert);
    }

    [Fact]
    public async Task NaN_is_reported_before_the_first_step()
    {
        _place.Compile("Faulty", DropInSources.Expert("output = output * float.NaN;"));
        await IsBadInputAsync("MMOE3105 model.experts.0", "expert 'faulty' of Faulty.dll", UseExpert);
    }

    [Fact]
    public async Task A_first_pass_that_throws()
    {
        _place.Compile("Faulty", DropInSources.Expert("throw new InvalidOperationException(\"boom\");"));
        await IsBadInputAsync(
            "MMOE3102 model.experts.0", "InvalidOperationException: boom, at Stranger.FaultyBank.Forward(Tensor input)", UseExpert);
    }

    [Theory]
    [InlineData("throw new InvalidOperationException(\"boom\");", "MMOE3102", "InvalidOperationException: boom, at Stranger.FaultyBank.Forward(Tensor input)")]
    [InlineData("output = output.squeeze(0);", "MMOE3104", "[1, 4, 4]")]
    [InlineData("output = output * float.NaN;", "MMOE3105", "expert 'faulty'")]
    [InlineData("throw new OperationCanceledException(\"tired\");", "MMOE3102", "OperationCanceledException: tired, at Stranger.FaultyBank.Forward(Tensor input)")]
    public async Task An_expert_that_fails_at_step_100(string fault, string code, string detail)
    {
        _place.Compile("Faulty", DropInSources.Expert($"if (training && _clock.Step == 99) {{ {fault} }}"));
        await FailsAsync($"{code} model.experts.0", detail, UseExpert);
    }

    [Theory]
    [InlineData("step == 99 ? throw new InvalidOperationException(\"boom\") : losses.sum()", "MMOE3102", "InvalidOperationException: boom, at Stranger.FaultyWeighting.Combine(Tensor losses)")]
    [InlineData("step == 99 ? losses : losses.sum()", "MMOE3104", "[2]")]
    public async Task A_weighting_that_fails_at_step_100(string combine, string code, string detail)
    {
        _place.Compile("Faulty", DropInSources.Weighting(combine));
        await FailsAsync($"{code} loss", detail, "loss.type=faulty");
    }

    [Fact]
    public async Task A_weighting_of_NaN()
    {
        _place.Compile("Faulty", DropInSources.Weighting("step == 99 ? losses.sum() * float.NaN : losses.sum()"));
        DropInRun run = await DropInRun.OfAsync(_place, "loss.type=faulty", $"run.output={_place.Root}/runs");
        Problem problem = Assert.IsType<RunFailedException>(run.Failure).Problem;
        ProblemAssert.Equal([problem], "MMOE3105 loss");
        Assert.Matches(@"^epoch 1, after step 99: .* \[0\.\d+, 0\.\d+\]\. The", problem.Message);
    }

    /// <summary>The exception comes out of libtorch, with no code of the plugin on the stack: it is suspected, not accused.</summary>
    [Fact]
    public async Task A_backward_pass_that_fails()
    {
        // What the backward pass needs is changed behind its back.
        _place.Compile(
            "Faulty",
            DropInSources.Expert("if (training && _clock.Step == 99) { output = output.exp(); using (torch.no_grad()) { output.mul_(2); } }"));
        DropInRun run = await DropInRun.OfAsync(_place, UseExpert, $"run.output={_place.Root}/runs");
        Problem problem = Assert.IsType<RunFailedException>(run.Failure).Problem;
        ProblemAssert.Equal([problem], "MMOE9001 epoch 1, after step 99");
        Assert.StartsWith(
            "ExternalException: one of the variables needed for gradient computation has been modified by an inplace operation",
            problem.Message,
            StringComparison.Ordinal);
        Assert.Contains("model.experts.0: expert 'faulty' of Faulty.dll", problem.Message, StringComparison.Ordinal);
    }

    /// <summary>The loss is as it should be; the gradient of a root at zero is not.</summary>
    [Fact]
    public async Task A_gradient_of_NaN()
    {
        _place.Compile(
            "Faulty",
            DropInSources.Expert("if (training && _clock.Step == 99) { output = output + (output - output.detach()).abs().sqrt(); }"));
        DropInRun run = await DropInRun.OfAsync(_place, UseExpert, $"run.output={_place.Root}/runs");
        Problem problem = Assert.IsType<RunFailedException>(run.Failure).Problem;
        ProblemAssert.Equal([problem], "MMOE5001 epoch 1, after step 99");
        Assert.Contains("gradient of click and conversion", problem.Message, StringComparison.Ordinal);
        JsonElement fault = JsonElement.Parse(File.ReadAllBytes(run.File("numeric-faults", "step-000000100.json")));
        Assert.Equal(100, fault.GetProperty("step").GetInt64());
        Assert.Contains(fault.GetProperty("parameters").EnumerateArray(), name => name.GetString()!.StartsWith("model.", StringComparison.Ordinal));
        Assert.Empty(fault.GetProperty("trainingRows").EnumerateArray());
    }

    [Fact]
    public async Task Tensors_that_are_kept_are_reported()
    {
        _place.Compile("Faulty", DropInSources.Expert("Kept.Add(output.detach().clone().DetachFromDisposeScope());"));
        DropInRun run = await DropInRun.OfAsync(_place, UseExpert, $"run.output={_place.Root}/runs");
        Assert.Null(run.Failure);
        Assert.StartsWith("MMOE5007 ", run.Warnings[0], StringComparison.Ordinal);
        Assert.Contains("64 steps up to step 65", run.Warnings[0], StringComparison.Ordinal);
        Assert.EndsWith("model.experts.0: expert 'faulty' of Faulty.dll", run.Warnings[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("public override bool IsDue(long step) => step == 100; public override void OnLosses(ProbedStep step) => throw new InvalidOperationException(\"boom\");", "OnLosses", 99)]
    [InlineData("public override bool IsDue(long step) => step == 100; public override void OnStepped(ProbedStep step) => throw new InvalidOperationException(\"boom\");", "OnStepped", 99)]
    [InlineData("public override bool IsDue(long step) => step < 100 ? false : throw new InvalidOperationException(\"boom\");", "IsDue", 99)]
    [InlineData("public override void OnValidationBatch(ProbedBatch batch) => throw new InvalidOperationException(\"boom\");", "OnValidationBatch", 105)]
    [InlineData("public override ProbeFigures OnValidationCompleted() => throw new InvalidOperationException(\"boom\");", "OnValidationCompleted", 105)]
    public async Task A_probe_that_throws_is_switched_off(string members, string hook, int step)
    {
        _place.Compile("Faulty", DropInSources.Probe(members));
        DropInRun run = await DropInRun.OfAsync(
            _place, """probes=[{ "type": "gates" }, { "type": "faulty" }]""", $"run.output={_place.Root}/runs");
        Assert.Null(run.Failure);
        string reason = $"the probe 'faulty' of Faulty.dll failed in {hook} after step {step} with InvalidOperationException: boom";
        Assert.StartsWith($"MMOE3109 probes.1: {reason};", Assert.Single(run.Warnings), StringComparison.Ordinal);

        // The other probe's figures are there to the end; what the one would have told, nobody knows.
        Assert.Equal(2, Events(run, "epoch-completed").Count(epoch => epoch.GetProperty("probes").EnumerateObject().Any()));
        using JsonDocument verdicts = JsonDocument.Parse(await File.ReadAllTextAsync(run.File("verdicts.json")));
        Assert.Equal("not-measured", verdicts.RootElement.GetProperty("tug-of-war").GetProperty("verdict").GetString());
        Assert.NotEqual("not-measured", verdicts.RootElement.GetProperty("collapse").GetProperty("verdict").GetString());
        using JsonDocument report = JsonDocument.Parse(await File.ReadAllTextAsync(run.File("report.json")));
        Assert.Contains(
            report.RootElement.GetProperty("findings").EnumerateArray(),
            finding => finding.GetProperty("evidence").GetString() == $"probes.1 was switched off: {reason}.");
    }

    [Theory]
    [InlineData("throw new InvalidOperationException(\"boom\")")]
    [InlineData("Task.FromException(new InvalidOperationException(\"boom\"))")]
    public async Task An_event_handler_that_throws_is_switched_off(string body)
    {
        _place.Compile("Faulty", EventHandler($"File.AppendAllText(options.File, \"epoch \"); {(body.StartsWith("throw", StringComparison.Ordinal) ? body : $"return {body}")};"));
        string heard = Path.Combine(_place.Root, "heard");
        DropInRun run = await DropInRun.OfAsync(
            _place, $$"""handlers=[{ "type": "faulty", "file": "{{heard}}" }]""", $"run.output={_place.Root}/runs");
        Assert.Null(run.Failure);
        string warning = Assert.Single(run.Warnings);
        Assert.StartsWith("MMOE3108 handlers.0: event-handler 'faulty' of Faulty.dll ", warning, StringComparison.Ordinal);
        Assert.Contains(" EpochCompleted with InvalidOperationException: boom", warning, StringComparison.Ordinal);
        Assert.Equal("start epoch ", await File.ReadAllTextAsync(heard));
    }

    [Fact]
    public async Task An_event_handler_hears_the_run()
    {
        _place.Compile("Faulty", EventHandler("File.AppendAllText(options.File, $\"epoch{notification.Epoch} \"); return Task.CompletedTask;"));
        string heard = Path.Combine(_place.Root, "heard");
        DropInRun run = await DropInRun.OfAsync(
            _place, $$"""handlers=[{ "type": "faulty", "file": "{{heard}}" }]""", $"run.output={_place.Root}/runs");
        Assert.Null(run.Failure);
        Assert.Equal("start epoch1 epoch2 disposed", await File.ReadAllTextAsync(heard));
    }

    [Fact]
    public async Task An_event_handler_without_events()
    {
        _place.Compile("Faulty", "namespace Stranger;\n/// <summary>Deaf.</summary>\n[Plugin(\"deaf\")]\npublic sealed class Deaf : IEventHandler;");
        await IsBadInputAsync(
            "MMOE3107 handlers.0",
            "event-handler 'deaf' of Faulty.dll",
            """handlers=[{ "type": "deaf" }]""");
    }

    private static string EventHandler(string onEpoch) =>
        $$"""
        namespace Stranger;

        /// <summary>Options.</summary>
        [PluginOptions]
        public sealed partial record FaultyOptions
        {
            /// <summary>Where it writes.</summary>
            [OptionPath]
            public required string File { get; init; }
        }

        /// <summary>Hears.</summary>
        [Plugin("faulty")]
        public sealed class Faulty(FaultyOptions options) : IEventHandler, INotificationHandler<RunStarted>, INotificationHandler<EpochCompleted>, IDisposable
        {
            public Task Handle(RunStarted notification, CancellationToken cancellation)
            {
                File.AppendAllText(options.File, "start ");
                return Task.CompletedTask;
            }

            public Task Handle(EpochCompleted notification, CancellationToken cancellation)
            {
                {{onEpoch}}
            }

            public void Dispose()
            {
                if (File.ReadAllText(options.File).Contains("epoch2"))
                {
                    File.AppendAllText(options.File, "disposed");
                }
            }
        }
        """;

    private static IEnumerable<JsonElement> Events(DropInRun run, string name) => File.ReadLines(run.File("metrics.jsonl"))
        .Select(line => JsonElement.Parse(line)).Where(line => line.GetProperty("event").GetString() == name);

    private async Task IsBadInputAsync(string problem, string detail, params string[] sets)
    {
        DropInRun run = await DropInRun.OfAsync(_place, [.. sets, $"run.output={_place.Root}/runs"]);
        BadInputException exception = Assert.IsType<BadInputException>(run.Failure);
        ProblemAssert.Equal(exception.Problems, problem);
        Assert.Contains(detail, exception.Message, StringComparison.Ordinal);
        Assert.Null(run.Folder);
    }

    private async Task FailsAsync(string expected, string detail, params string[] sets)
    {
        DropInRun run = await DropInRun.OfAsync(_place, [.. sets, $"run.output={_place.Root}/runs"]);
        string checkpoint = run.File("checkpoints", "failed.safetensors");
        Problem problem = Assert.IsType<RunFailedException>(run.Failure).Problem;
        ProblemAssert.Equal([problem], expected);
        Assert.StartsWith("epoch 1, after step 99: ", problem.Message, StringComparison.Ordinal);
        Assert.Contains(detail, problem.Message, StringComparison.Ordinal);
        Assert.Contains(Path.GetRelativePath(".", checkpoint), problem.Message, StringComparison.Ordinal);
        Assert.True(File.Exists(checkpoint));
        JsonElement failed = Events(run, "run-failed").Single();
        Assert.Equal((99, problem.Code), (failed.GetProperty("step").GetInt32(), failed.GetProperty("code").GetString()));
        Assert.Contains(detail, failed.GetProperty("reason").GetString(), StringComparison.Ordinal);
        Assert.False(File.Exists(run.File("report.html")));
    }
}
