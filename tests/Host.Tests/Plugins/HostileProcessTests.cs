using System.Runtime.Versioning;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace MmoePipeline.Host.Tests.Plugins;

/// <summary>The real program with drop-ins that would end it: it tells of them and exits with its own code.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class HostileProcessTests : IDisposable
{
    private readonly DropInPlace _place = new();

    public void Dispose() => _place.Dispose();

    [Fact]
    public async Task An_endless_constructor_ends_the_program()
    {
        _place.Compile("Faulty", DropInSources.Expert(constructor: "while (true) { }"));
        (int exitCode, _, string messages) = await RunAsync("plugins.constructionLimit=00:00:01");
        Assert.Matches("MMOE3017 .*Faulty.dll .*\n$", messages);
        Assert.Equal(1, exitCode);
        Assert.False(Directory.Exists(Path.Combine(_place.Root, "runs")));
    }

    /// <summary>libtorch calls the function, and no exception passes through libtorch.</summary>
    [Fact]
    public async Task A_backward_function_of_its_own_that_throws()
    {
        _place.Compile("Faulty", DropInSources.Expert("if (training && _clock.Step == 9) { output = Failing.apply(output); }") +
            """

            public sealed class Failing : torch.autograd.SingleTensorFunction<Failing>
            {
                public override string Name => "failing";
                public override torch.Tensor forward(torch.autograd.AutogradContext ctx, params object[] vars) => ((torch.Tensor)vars[0]).clone();
                public override List<torch.Tensor> backward(torch.autograd.AutogradContext ctx, torch.Tensor gradient) =>
                    throw new InvalidOperationException("boom");
            }
            """);
        await FailsWithCheckpointAsync("MMOE3102 model.experts.0: epoch 1, after step 9: ", "InvalidOperationException: boom, at Stranger.Failing.backward(");
    }

    [Fact]
    public async Task A_thread_of_its_own_that_throws()
    {
        _place.Compile("Faulty", DropInSources.Expert(
            """
            if (training && _clock.Step == 9)
            {
                var thread = new Thread(() => throw new InvalidOperationException("boom"));
                thread.Start();
                thread.Join();
            }
            """));
        await FailsWithCheckpointAsync("MMOE3102 model.experts.0: epoch 1, after step 10: ", "InvalidOperationException: boom, at Stranger.FaultyBank.");
    }

    [Fact]
    public async Task A_task_that_cannot_be_constructed_is_a_problem_for_validate()
    {
        _place.Compile(
            "Faulty",
            """
            using MmoePipeline.Tasks;
            namespace Stranger;

            /// <summary>A task with a fault.</summary>
            [Plugin("faulty")]
            public sealed class FaultyTask : ITask
            {
                public FaultyTask() => throw new InvalidOperationException("no licence");
                public string Name => "";
                public string Label => "";
                public int Outputs => 1;
                public string Encoding => "";
                public bool TryEncode(string? label, out float target, out string problem) => throw new NotSupportedException();
                public string? FindFault(ReadOnlySpan<float> targets) => null;
                public torch.Tensor Loss(TaskBatch batch) => throw new NotSupportedException();
                public ImmutableArray<TaskMetric> Evaluate(TaskRows rows) => throw new NotSupportedException();
            }
            """);
        string file = Path.Combine(_place.Root, "config.json");
        await File.WriteAllTextAsync(file, FunnelConfiguration.Text);
        Assert.Equal(
            (2, "", "MMOE3103 tasks.0: task 'faulty' of Faulty.dll could not be constructed: InvalidOperationException: no licence\n"),
            await MmoeAsync("validate", file, "--plugins", _place.Folder, "--set", """tasks.0={ "type": "faulty" }"""));
    }

    [Fact]
    public async Task What_others_may_write_is_told_and_runs_without_it_go_on()
    {
        string file = _place.Compile("Faulty", DropInSources.Expert());
        File.SetUnixFileMode(file, File.GetUnixFileMode(file) | UnixFileMode.OtherWrite);
        (int exitCode, _, string messages) = await RunAsync("model.experts.0.type=mlp", "model.experts.0.hidden=[4]");
        string shown = Path.GetRelativePath(RepositoryFiles.PathOf(), file);
        Assert.Matches($"warning MMOE3001 {Regex.Escape(Path.GetDirectoryName(shown)!)}: .*chmod o-w {Regex.Escape(shown)}\n", messages);
        Assert.Equal(0, exitCode);

        (exitCode, string output, messages) = await MmoeAsync("plugins", "--plugins", _place.Folder, "--format", "json");
        Assert.Equal(0, exitCode);
        JsonElement dropIn = JsonElement.Parse(output).GetProperty("dropIns").EnumerateArray().Single();
        Assert.Equal(("refused", "MMOE3001"), (dropIn.GetProperty("state").GetString(), dropIn.GetProperty("code").GetString()));
        Assert.EndsWith($"chmod o-w {shown}", dropIn.GetProperty("reason").GetString(), StringComparison.Ordinal);

        (exitCode, _, messages) = await RunAsync();
        Assert.Contains("MMOE1112 ", messages, StringComparison.Ordinal);
        Assert.Contains("MMOE3001 ", messages, StringComparison.Ordinal);
        Assert.Equal(2, exitCode);
    }

    [Fact]
    public async Task What_was_locked_is_all_that_is_loaded()
    {
        _place.Compile("Faulty", DropInSources.Expert());
        (int exitCode, string output, string messages) = await MmoeAsync("plugins", "--lock", "--plugins", _place.Folder);
        string file = Path.GetRelativePath(RepositoryFiles.PathOf(), _place.PathOf("mmoe.plugins.lock.json"));
        Assert.Equal((0, $"{file}: 1 file\n", ""), (exitCode, output, messages));
        Assert.Equal((0, ""), await ListedAsync());
        _place.Compile("Faulty", DropInSources.Expert("output = output * 2;"));
        (_, messages) = await ListedAsync();
        Assert.Matches("MMOE3003 .*Faulty/Faulty.dll ", messages);
    }

    private async Task<(int ExitCode, string Messages)> ListedAsync()
    {
        (int exitCode, _, string messages) = await MmoeAsync("plugins", "--plugins", _place.Folder);
        return (exitCode, messages);
    }

    private async Task FailsWithCheckpointAsync(string problem, string detail)
    {
        (int exitCode, string output, string messages) = await RunAsync();
        string checkpoint = Directory.GetFiles(Path.Combine(_place.Root, "runs"), "failed.safetensors", SearchOption.AllDirectories).Single();
        Assert.Contains(problem, messages, StringComparison.Ordinal);
        Assert.Contains(detail, messages, StringComparison.Ordinal);
        Assert.Contains($". The checkpoint is {Path.GetRelativePath(RepositoryFiles.PathOf(), checkpoint)}.", messages, StringComparison.Ordinal);
        Assert.Equal((1, ""), (exitCode, output));
    }

    private Task<(int ExitCode, string Output, string Messages)> RunAsync(params string[] sets)
    {
        string file = Path.Combine(_place.Root, "config.json");
        File.WriteAllText(file, FunnelConfiguration.Text);
        string[] all = ["model.experts.0={ \"type\": \"faulty\" }", $"run.output={_place.Root}/runs", .. sets];
        return MmoeAsync(["run", file, "--plugins", _place.Folder, .. all.SelectMany(set => new[] { "--set", set })]);
    }

    private static Task<(int ExitCode, string Output, string Messages)> MmoeAsync(params string[] arguments) => ProgramProcess.RunAsync(arguments);
}
