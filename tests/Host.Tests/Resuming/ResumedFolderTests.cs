using System.Globalization;
using MmoePipeline.Engine.Training;
using MmoePipeline.Inference.Features;
using MmoePipeline.Inference.Weights;
using MmoePipeline.Runs.Folders;

namespace MmoePipeline.Host.Tests.Resuming;

/// <summary>What a resumed run does to its folder, whenever it was killed and whatever differs from before.</summary>
public sealed class ResumedFolderTests : IDisposable
{
    /// <summary>The best of these epochs is not the last one: the learning rate is much too high.</summary>
    private static readonly string[] WorseAtTheEnd = ["training.epochs=3", "training.optimizer.learningRate=0.5"];

    private readonly string _folder = Directory.CreateTempSubdirectory("mmoe-folders").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>In the test evaluation the network holds the best epoch's weights, which are not the state of the last step.</summary>
    [Fact]
    public async Task A_signal_in_the_last_evaluation_of_a_resumed_run_leaves_the_last_steps_state()
    {
        RunFolder run = await ExecutedRun.StartAsync(_folder, WorseAtTheEnd);
        Assert.True(BestEpoch(run) < 3, "the best epoch is the last, so the test shows nothing");
        SortedDictionary<string, string> before = Checkpoints(run);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => ExecutedRun.ResumeAsync(run, isForced: false, stopWhenResumed: true));
        Assert.Equal(before, Checkpoints(run));
    }

    [Fact]
    public async Task A_run_that_was_killed_before_its_first_checkpoint_starts_again_and_ends_alike()
    {
        RunFolder run = await ExecutedRun.StartAsync(_folder, "data.onBadRow.policy=quarantine");
        string best = Convert.ToHexString(await File.ReadAllBytesAsync(run.BestCheckpoint));
        string quarantine = await File.ReadAllTextAsync(run.QuarantineFile);
        BackToTheStart(run);
        await ExecutedRun.ResumeAsync(run, isForced: false, stopWhenResumed: false);
        Assert.Equal(best, Convert.ToHexString(await File.ReadAllBytesAsync(run.BestCheckpoint)));
        Assert.Equal(quarantine, await File.ReadAllTextAsync(run.QuarantineFile));
    }

    /// <summary>What the configuration says is what the run did, also where it had no checkpoint to be compared with.</summary>
    [Fact]
    public async Task A_run_that_starts_again_with_other_values_writes_them_down()
    {
        RunFolder run = await ExecutedRun.StartAsync(_folder);
        BackToTheStart(run);
        await ExecutedRun.ResumeAsync(run, isForced: false, stopWhenResumed: false, "training.epochs=1");
        Assert.Contains("\"epochs\": 1", await File.ReadAllTextAsync(run.ConfigurationFile), StringComparison.Ordinal);
    }

    /// <summary>Other rows give another vocabulary or another scaling; other features another encoding; the rest another network or other logits.</summary>
    [Theory]
    [InlineData("encoding.json", "data.source.seed=99")]
    [InlineData("encoding.json", "data.source.rows=500")]
    [InlineData("encoding.json", "data.features.categorical=[\"item\", \"user\"]")]
    [InlineData("model.experts.0.activation", "model.experts.0.activation=tanh")]
    [InlineData("training.precision", "training.precision=bfloat16", "training.forcePrecision=true")]
    public async Task Force_refuses_what_would_change_predictions_and_touches_nothing(string place, params string[] sets)
    {
        RunFolder run = await ExecutedRun.StartAsync(_folder);
        SortedDictionary<string, string> before = ExecutedRun.Files(run);
        await RefusedAsync(run, place, ["training.epochs=4", .. sets]);
        Assert.Equal(before, ExecutedRun.Files(run));
        RequireFit(run);
    }

    /// <summary>Killed after the best weights were written and before the first checkpoint was: the run can predict already.</summary>
    [Fact]
    public async Task Starting_again_on_other_data_is_refused_where_the_run_can_predict()
    {
        RunFolder run = await ExecutedRun.StartAsync(_folder);
        DeleteCheckpoints(run);
        SortedDictionary<string, string> before = ExecutedRun.Files(run);
        await RefusedAsync(run, "encoding.json", "data.source.seed=99");
        Assert.Equal(before, ExecutedRun.Files(run));
    }

    /// <summary>Killed before the first best weights: the rows of the embedding would stand for other values all the same.</summary>
    [Fact]
    public async Task A_checkpoint_without_best_weights_keeps_its_encoding_too()
    {
        RunFolder run = await ExecutedRun.StartAsync(_folder);
        File.Delete(run.BestCheckpoint);
        await RefusedAsync(run, "encoding.json", "data.source.seed=99");
        File.Delete(run.EncodingFile);
        await RefusedAsync(run, "encoding.json", "data.source.seed=99");
        await ExecutedRun.ResumeAsync(run, isForced: true, stopWhenResumed: false, "training.epochs=4");
        Assert.True(File.Exists(run.EncodingFile));
    }

    /// <summary>The validation and test rows may differ, as long as the training rows give the same encoding; so may the training itself.</summary>
    [Fact]
    public async Task Force_continues_where_predictions_keep_their_meaning()
    {
        RunFolder run = await ExecutedRun.StartAsync(_folder);
        RunResult result = await ExecutedRun.ResumeAsync(
            run, isForced: true, stopWhenResumed: false, "training.epochs=4", "training.optimizer.learningRate=0.02", "data.split.test=\"8\"");
        Assert.Equal(4, result.Epochs);
        RequireFit(run);
    }

    private static async Task RefusedAsync(RunFolder run, string place, params string[] sets)
    {
        BadInputException refusal = await Assert.ThrowsAsync<BadInputException>(
            () => ExecutedRun.ResumeAsync(run, isForced: true, stopWhenResumed: false, sets));
        Assert.All(refusal.Problems, problem => Assert.Equal(place == "encoding.json" ? "MMOE4305" : "MMOE4306", problem.Code));
        Assert.Contains(place, refusal.Message, StringComparison.Ordinal);
    }

    /// <summary>A folder as a run leaves it that is killed right after it has reported its data.</summary>
    private static void BackToTheStart(RunFolder run)
    {
        DeleteCheckpoints(run);
        foreach (string file in new[] { run.BestCheckpoint, run.VerdictsFile, run.ReportFile })
        {
            File.Delete(file);
        }
    }

    private static void DeleteCheckpoints(RunFolder run)
    {
        foreach (string checkpoint in Directory.GetDirectories(run.Checkpoints, "step-*"))
        {
            Directory.Delete(checkpoint, recursive: true);
        }
    }

    private static void RequireFit(RunFolder run)
    {
        using var best = SafetensorsReader.Open(run.BestCheckpoint);
        Assert.Equal(EncodingFile.Read(run.EncodingFile).Checksum, best.Metadata[WeightsMetadata.Encoding]);
    }

    private static int BestEpoch(RunFolder run)
    {
        using var best = SafetensorsReader.Open(run.BestCheckpoint);
        return int.Parse(best.Metadata["epoch"], CultureInfo.InvariantCulture);
    }

    private static SortedDictionary<string, string> Checkpoints(RunFolder run) => new(
        ExecutedRun.Files(run).Where(file => file.Key.StartsWith("checkpoints", StringComparison.Ordinal)).ToDictionary(), StringComparer.Ordinal);
}
