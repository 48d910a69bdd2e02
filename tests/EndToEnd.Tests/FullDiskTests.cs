using System.Text.RegularExpressions;

namespace MmoePipeline.EndToEnd.Tests;

/// <summary>The real program on disks that get full, or that can't be written to.</summary>
public sealed partial class FullDiskTests(TrainedCensus census) : IClassFixture<TrainedCensus>
{
    private static readonly string[] Sets = ["run.predictions=true", "probes=[]", "training.checkpoints.steps=5"];

    /// <summary>The sizes let the disk get full at the files that a run can't do without.</summary>
    [TheoryOn("a file system of its own (mount namespaces)", "linux")]
    [InlineData("64m,nr_inodes=3", "metrics.jsonl")]
    [InlineData("4k", "config.json")]
    [InlineData("16k", "encoding.json")]
    [InlineData("28k", "metrics.jsonl")]
    [InlineData("80k", "best.safetensors")]
    [InlineData("700k", "predictions.csv")]
    [InlineData("1500k", "report.html")]
    public async Task A_run_tells_which_file_found_no_room_and_goes_on_when_there_is_room_again(string size, string full)
    {
        string disk = Directory.CreateDirectory(census.PathOf($"disk-{size}")).FullName;
        string results = Directory.CreateDirectory(census.PathOf($"results-{size}")).FullName;
        Dictionary<string, Outcome> ends = await MountNamespace.RunAsync(
            results,
            """
            size=$1; disk=$2; shift 2
            disk "$size" "$disk"
            mmoe first "$@"
            cp -r "$disk" "$RESULTS/first"
            enlarge 64m,nr_inodes=1000 "$disk"
            run=$(find "$disk/runs" -mindepth 1 -maxdepth 1)
            if [ -n "$run" ]; then mmoe second resume "$run" --format json; else mmoe second "$@"; fi
            """,
            [size, disk, .. census.ShortRun([.. Sets, $"run.output={disk}/runs"])]);

        Assert.Equal((1, ""), (ends["first"].ExitCode, ends["first"].Output));
        Assert.Matches($"MMOE9003 .*No space left on device : '.*/{Regex.Escape(full)}[^/]*'", ends["first"].Messages);
        Assert.DoesNotMatch(StackTrace(), ends["first"].Messages);
        string[] left =
        [
            .. new DirectoryInfo(Path.Combine(results, "first")).EnumerateFiles("*", SearchOption.AllDirectories)
                .Where(file => file.Length > 0).Select(file => file.Name),
        ];
        Assert.DoesNotContain(full, left);
        Assert.DoesNotContain("report.html", left);
        Assert.True(ends["second"].ExitCode == 0, ends["second"].Messages);
        Assert.Equal(census.Test, RunReport.Parse(ends["second"].Output).Test);
    }

    [FactOn("a file system of its own (mount namespaces)", "linux")]
    public async Task A_run_folder_that_finds_no_room_is_not_left_half_made()
    {
        string disk = Directory.CreateDirectory(census.PathOf("disk-of-folders")).FullName;
        string results = Directory.CreateDirectory(census.PathOf("results-of-folders")).FullName;
        Dictionary<string, Outcome> ends = await MountNamespace.RunAsync(
            results,
            """
            disk=$1; shift
            disk 1m,nr_inodes=4 "$disk"
            mmoe run "$@"
            find "$disk/runs" -mindepth 1 >"$RESULTS/left"
            """,
            [disk, .. census.ShortRun([.. Sets, $"run.output={disk}/runs"])]);

        Assert.Equal((1, ""), (ends["run"].ExitCode, ends["run"].Output));
        Assert.Matches("MMOE9003 the run failed: No space left on device : '.*/checkpoints'\n$", ends["run"].Messages);
        Assert.Equal("", await File.ReadAllTextAsync(Path.Combine(results, "left")));
    }

    /// <summary>The checkpoints of this network are larger than all else that the run writes.</summary>
    [FactOn("a file system of its own (mount namespaces)", "linux")]
    public async Task A_run_whose_checkpoints_find_no_room_goes_on_with_a_warning()
    {
        string disk = Directory.CreateDirectory(census.PathOf("disk-of-checkpoints")).FullName;
        string results = Directory.CreateDirectory(census.PathOf("results-of-checkpoints")).FullName;
        Dictionary<string, Outcome> ends = await MountNamespace.RunAsync(
            results,
            """
            disk=$1; shift
            disk 2600k "$disk"
            mmoe run "$@"
            ls "$disk"/runs/*/checkpoints "$disk"/runs/* >"$RESULTS/left"
            """,
            [disk, .. census.ShortRun("probes=[]", "model.experts.0.hidden=[128]", $"run.output={disk}/runs")]);

        Assert.True(ends["run"].ExitCode == 0, ends["run"].Messages);
        Assert.Matches("warning MMOE4208 the checkpoint after step 18 .*: No space left on device : '.*';", ends["run"].Messages);
        string[] left = await File.ReadAllLinesAsync(Path.Combine(results, "left"));
        Assert.Contains("best.safetensors", left);
        Assert.Contains("report.html", left);
        Assert.DoesNotContain(left, name => name.StartsWith("step-", StringComparison.Ordinal) || name.EndsWith(".tmp", StringComparison.Ordinal));
    }

    [FactOn("a file system of its own (mount namespaces)", "linux")]
    public async Task Predictions_are_whole_or_not_there_and_a_cache_is_no_condition()
    {
        string disk = Directory.CreateDirectory(census.PathOf("disk")).FullName;
        string results = Directory.CreateDirectory(census.PathOf("results")).FullName;

        // The copies of the run name the table from their own folder.
        File.CreateSymbolicLink(census.PathOf(Path.GetFileName(CensusFile.FullPath)), CensusFile.FullPath);
        Dictionary<string, Outcome> ends = await MountNamespace.RunAsync(
            results,
            """
            disk=$1; run=$2; data=$3; shift 3
            disk 100k "$disk"
            mmoe full predict "$run" "$data" --output "$disk/out.csv"
            mmoe full-parquet predict "$run" "$data" --output "$disk/out.parquet"
            ls -A "$disk" >"$RESULTS/left"
            mmoe full-cache "$@"
            enlarge 8m "$disk"
            cp -r "$run" "$disk/finished"
            cp -r "$run" "$disk/unfinished"
            rm "$disk/unfinished/report.html"
            dd if=/dev/zero of="$disk/rest" bs=4k 2>"$RESULTS/rest" || true
            mmoe full-report report "$disk/finished"
            cmp "$run/report.html" "$disk/finished/report.html"
            protect "$disk"
            mmoe protected-resume resume "$disk/unfinished"
            mmoe protected predict "$run" "$data" --output "$disk/out.csv"
            mmoe protected-run "$@" --set "run.output=$disk/runs"
            mmoe protected-cache "$@"
            """,
            [disk, census.Run, CensusFile.FullPath, .. census.ShortRun("probes=[]", $"data.cache={disk}/cache")]);

        Assert.Equal((1, ""), (ends["full"].ExitCode, ends["full"].Output));
        Assert.StartsWith($"MMOE9003 the prediction failed: No space left on device : '{disk}/out.csv", ends["full"].Messages, StringComparison.Ordinal);
        Assert.Equal((1, ""), (ends["full-parquet"].ExitCode, ends["full-parquet"].Output));
        Assert.StartsWith($"MMOE9003 the prediction failed: No space left on device : '{disk}/out.parquet", ends["full-parquet"].Messages, StringComparison.Ordinal);
        Assert.Equal("", await File.ReadAllTextAsync(Path.Combine(results, "left")));
        Assert.Equal(census.Test, RunReport.Parse(ends["full-cache"].Output).Test);
        Assert.Contains($"warning MMOE2422 {disk}/cache: encoded columns can't be kept there: No space left on device", ends["full-cache"].Messages, StringComparison.Ordinal);

        Assert.Equal((1, ""), (ends["full-report"].ExitCode, ends["full-report"].Output));
        Assert.StartsWith($"MMOE4015 {disk}/finished: No space left on device : '{disk}/finished/report.html", ends["full-report"].Messages, StringComparison.Ordinal);
        Assert.Equal((2, ""), (ends["protected-resume"].ExitCode, ends["protected-resume"].Output));
        Assert.Contains($"MMOE4008 {disk}/unfinished: can't be written to: Read-only file system", ends["protected-resume"].Messages, StringComparison.Ordinal);
        Assert.Equal((2, ""), (ends["protected"].ExitCode, ends["protected"].Output));
        Assert.StartsWith($"MMOE6005 {disk}/out.csv: can't be written: Read-only file system", ends["protected"].Messages, StringComparison.Ordinal);
        Assert.Equal((2, ""), (ends["protected-run"].ExitCode, ends["protected-run"].Output));
        Assert.Contains($"MMOE4005 run.output: no run folder can be made in {disk}/runs: Read-only file system", ends["protected-run"].Messages, StringComparison.Ordinal);
        Assert.Equal(census.Test, RunReport.Parse(ends["protected-cache"].Output).Test);
        Assert.Contains($"warning MMOE2422 {disk}/cache: encoded columns can't be kept there: Read-only file system", ends["protected-cache"].Messages, StringComparison.Ordinal);
    }

    [GeneratedRegex(@"^\s+at \S+\(", RegexOptions.Multiline)]
    private static partial Regex StackTrace();
}
