using System.Globalization;
using MmoePipeline.Runs.Storage;

namespace MmoePipeline.Runs.Folders;

/// <summary>The folder that a run leaves: <c>NAME-TIMESTAMP</c>.</summary>
internal sealed class RunFolder
{
    private RunFolder(string path) => FullPath = path;

    /// <summary>The folder's full path.</summary>
    public string FullPath { get; }

    /// <summary>The folder of checkpoints.</summary>
    public string Checkpoints => Path.Combine(FullPath, "checkpoints");

    /// <summary>One JSON object a line for every event of the run.</summary>
    public string MetricsFile => Path.Combine(FullPath, "metrics.jsonl");

    /// <summary>The length of <see cref="MetricsFile"/>.</summary>
    public long MetricsBytes => new FileInfo(MetricsFile).Length;

    /// <summary>The rows that can't be used, one JSON object a line; there where <c>data.onBadRow</c> asks for it.</summary>
    public string QuarantineFile => Path.Combine(FullPath, "quarantine.jsonl");

    /// <summary>What was found of each trouble.</summary>
    public string VerdictsFile => Path.Combine(FullPath, "verdicts.json");

    /// <summary>What the report shows beside metrics and configuration: sections, findings, parts, environment.</summary>
    public string ReportDataFile => Path.Combine(FullPath, "report.json");

    /// <summary>The report, a page that needs no other file.</summary>
    public string ReportFile => Path.Combine(FullPath, "report.html");

    /// <summary>The folder of TensorBoard's event files.</summary>
    public string TensorBoard => Path.Combine(FullPath, "tensorboard");

    /// <summary>The resolved configuration, which runs again as it is.</summary>
    public string ConfigurationFile => Path.Combine(FullPath, "config.json");

    /// <summary>The folder of batches whose step was not applied; there only if there are any.</summary>
    public string NumericFaults => Path.Combine(FullPath, "numeric-faults");

    /// <summary>How features are encoded: with the configuration and a checkpoint, all that predicting needs.</summary>
    public string EncodingFile => Path.Combine(FullPath, "encoding.json");

    /// <summary>The weights of the best epoch.</summary>
    public string BestCheckpoint => Path.Combine(Checkpoints, "best.safetensors");

    /// <summary>What was predicted for the test rows, where <c>run.predictions</c> asks for it.</summary>
    public string PredictionsFile => Path.Combine(FullPath, "predictions.csv");

    /// <summary>What happened, in words.</summary>
    public string LogFile => Path.Combine(FullPath, "log.txt");

    /// <summary>All files of the folder itself and the best weights: what commands read or write, if it is there.</summary>
    private ImmutableArray<string> Files =>
    [
        MetricsFile, QuarantineFile, VerdictsFile, ReportDataFile, ReportFile, ConfigurationFile, EncodingFile, BestCheckpoint, PredictionsFile, LogFile,
    ];

    /// <summary>A folder that a run left.</summary>
    /// <param name="path">Its path.</param>
    /// <exception cref="BadInputException">There is no folder, no run left it, or a file of it is a folder, a device or a pipe.</exception>
    public static RunFolder Open(string path)
    {
        if (path.Length == 0)
        {
            throw new BadInputException(RunFolderCodes.EmptyPath, "RUN", "is empty; expected the folder that a run left.");
        }

        var folder = new RunFolder(Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)));
        if (!Directory.Exists(folder.FullPath))
        {
            throw new BadInputException(RunFolderCodes.NoSuchFolder, path, "there is no such folder.");
        }

        string[] missing = [.. new[] { folder.ConfigurationFile, folder.MetricsFile }.Where(file => !File.Exists(file)).Select(file => Path.GetFileName(file)!)];
        if (missing.Length > 0)
        {
            throw new BadInputException(RunFolderCodes.NotARunFolder, path, $"is not a run folder; it has no {string.Join(" and no ", missing)}.");
        }

        foreach (string file in folder.Files)
        {
            RegularFile.Require(file);
        }

        return folder;
    }

    /// <summary>
    /// Makes a folder that no other run has, even one started in the same second. It is filled under a temporary name and renamed, so that a run
    /// folder is whole or not there, whenever the process is killed.
    /// </summary>
    /// <param name="output">The folder of all runs; made if it is not there.</param>
    /// <param name="name">The run's name.</param>
    /// <param name="time">The time of the start. The folder's name has it in UTC, so that names sort by time wherever and whenever a run starts.</param>
    /// <param name="fill">Writes what a run folder has from the start. It gets the folder under its temporary name, next to the later one.</param>
    /// <exception cref="BadInputException">The folder can't be made; nothing of it is left.</exception>
    /// <exception cref="IOException">The disk is full; nothing of it is left.</exception>
    public static RunFolder Create(string output, string name, DateTimeOffset time, Action<RunFolder> fill)
    {
        string parent = Path.GetFullPath(output);
        string stem = $"{name}-{time.UtcDateTime.ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture)}";
        var draft = new RunFolder(Path.Combine(parent, $".{stem}.{Path.GetRandomFileName()}{DurableFile.Unfinished}"));
        using IDisposable deleted = UnfinishedFiles.Add(draft.FullPath);
        try
        {
            Directory.CreateDirectory(draft.FullPath);
            File.Create(draft.MetricsFile).Dispose();
            Directory.CreateDirectory(draft.Checkpoints);
            fill(draft);
            DiskFlush.FlushFolder(draft.FullPath);
            return draft.Renamed(Path.Combine(parent, stem));
        }
        catch (Exception exception) when ((exception is IOException or UnauthorizedAccessException) && !DiskFull.Is(exception))
        {
            throw new BadInputException(RunFolderCodes.CannotCreate, "run.output", $"no run folder can be made in {parent}: {exception.Message}");
        }
        finally
        {
            // Not there any more where all went well.
            draft.Delete();
        }
    }

    /// <summary>
    /// Refuses a folder with links in it, before anything is written: what is written through a link goes elsewhere, and a folder that
    /// somebody sent may have links to any place.
    /// </summary>
    /// <exception cref="BadInputException">With every link, second name and special file of the folder.</exception>
    public void RequireNoLinks()
    {
        string[] refusals = [.. RunFolderContents.Refusals(FullPath)];
        if (refusals.Length > 0)
        {
            throw new BadInputException([.. refusals.Select(refusal => new Problem(RunFolderCodes.UnsafeFile, FullPath, $"{refusal}."))]);
        }
    }

    /// <summary>Takes the folder for this process, until it ends or gives it back.</summary>
    /// <returns>To be disposed of when the folder is no longer written to.</returns>
    /// <exception cref="BadInputException">Another process has it, or the folder can't be written to.</exception>
    /// <exception cref="IOException">The disk is full.</exception>
    public IDisposable Own()
    {
        try
        {
            return FileLock.Take(Path.Combine(Checkpoints, ".lock"));
        }
        catch (IOException exception) when (FileLock.IsTaken(exception))
        {
            throw new BadInputException(
                RunFolderCodes.InUse,
                FullPath,
                $"another process works on the run; wait until it ends, or end it first ({exception.Message.TrimEnd('.')}).");
        }
        catch (Exception exception) when ((exception is IOException or UnauthorizedAccessException) && !DiskFull.Is(exception))
        {
            throw new BadInputException(RunFolderCodes.NotWritable, FullPath, $"can't be written to: {exception.Message}");
        }
    }

    /// <summary>Takes away the end of <see cref="MetricsFile"/>: what is done again is told again.</summary>
    /// <param name="bytes">What stays.</param>
    /// <exception cref="BadInputException">It is shorter already.</exception>
    public void CutMetrics(long bytes)
    {
        using FileStream file = OwnFile.Open(MetricsFile, FileMode.Open, FileAccess.Write, FileShare.Read);
        if (file.Length < bytes)
        {
            throw new BadInputException(RunFolderCodes.MetricsShortened, MetricsFile, $"expected at least the {bytes} bytes of the checkpoint, found {file.Length}; a part of it was lost.");
        }

        file.SetLength(bytes);
        DiskFlush.Flush(file);
    }

    /// <summary>Gives a whole folder the first name that no other has: renaming to the name of another run's folder fails, because that one is not empty.</summary>
    private RunFolder Renamed(string stem)
    {
        for (int attempt = 1; ; attempt++)
        {
            var folder = new RunFolder(attempt == 1 ? stem : $"{stem}-{attempt}");
            if (!Path.Exists(folder.FullPath) && TryMove(folder.FullPath))
            {
                try
                {
                    DiskFlush.FlushFolder(Path.GetDirectoryName(stem)!);
                    return folder;
                }
                catch
                {
                    folder.Delete();
                    throw;
                }
            }
        }
    }

    private bool TryMove(string path)
    {
        try
        {
            Directory.Move(FullPath, path);
            return true;
        }
        catch (IOException) when (Path.Exists(path))
        {
            return false;
        }
    }

    /// <summary>Deletes the folder as far as that is possible: what is reported is why it could not be made.</summary>
    private void Delete()
    {
        try
        {
            if (Directory.Exists(FullPath))
            {
                Directory.Delete(FullPath, recursive: true);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Under its temporary name it is no run folder.
        }
    }
}
