using System.Globalization;
using MmoePipeline.Host.Storage;

namespace MmoePipeline.Host.Runs;

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

    /// <summary>A folder that a run left.</summary>
    /// <param name="path">Its path.</param>
    /// <exception cref="BadInputException">There is no folder, or no run left it.</exception>
    public static RunFolder Open(string path)
    {
        if (path.Length == 0)
        {
            throw new BadInputException("RUN: is empty; the folder that a run left is due.");
        }

        var folder = new RunFolder(Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)));
        if (!Directory.Exists(folder.FullPath))
        {
            throw new BadInputException($"{path}: there is no such folder.");
        }

        string[] missing = [.. new[] { folder.ConfigurationFile, folder.MetricsFile }.Where(file => !File.Exists(file)).Select(file => Path.GetFileName(file)!)];
        return missing.Length == 0
            ? folder
            : throw new BadInputException($"{path}: is no run folder; it has no {string.Join(" and no ", missing)}.");
    }

    /// <summary>Makes a folder that no other run has, even one started in the same second.</summary>
    /// <param name="output">The folder of all runs; made if it is not there.</param>
    /// <param name="name">The run's name.</param>
    /// <param name="time">The time of the start.</param>
    /// <exception cref="BadInputException">The folder can't be made; nothing of it is left.</exception>
    /// <exception cref="IOException">The disk is full; nothing of it is left.</exception>
    public static RunFolder Create(string output, string name, DateTimeOffset time)
    {
        string stem = Path.Combine(
            Path.GetFullPath(output), $"{name}-{time.ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture)}");
        try
        {
            Directory.CreateDirectory(Path.GetFullPath(output));
            for (int attempt = 1; ; attempt++)
            {
                var folder = new RunFolder(attempt == 1 ? stem : $"{stem}-{attempt}");
                if (folder.TryClaim())
                {
                    folder.Furnish();
                    return folder;
                }
            }
        }
        catch (Exception exception) when ((exception is IOException or UnauthorizedAccessException) && !DiskFull.Is(exception))
        {
            throw new BadInputException(
                $"run.output: no run folder can be made in {Path.GetFullPath(output)}: {exception.Message}");
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
            throw new BadInputException([.. refusals.Select(refusal => $"{refusal}.")]);
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
                $"{FullPath}: another process is at work on the run; wait for its end, or end it first ({exception.Message.TrimEnd('.')}).");
        }
        catch (Exception exception) when ((exception is IOException or UnauthorizedAccessException) && !DiskFull.Is(exception))
        {
            throw new BadInputException($"{FullPath}: can't be written to: {exception.Message}");
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
            throw new BadInputException($"{MetricsFile}: has {file.Length} bytes, and had {bytes} at the checkpoint; a part of it was lost.");
        }

        file.SetLength(bytes);
        DiskFlush.Flush(file);
    }

    /// <summary>
    /// Making a folder succeeds for one that is there, but making a new file does not: whoever makes the file has the folder.
    /// </summary>
    private bool TryClaim()
    {
        if (Directory.Exists(FullPath))
        {
            return false;
        }

        Directory.CreateDirectory(FullPath);
        try
        {
            using FileStream claim = new(MetricsFile, FileMode.CreateNew);
            return true;
        }
        catch (IOException) when (File.Exists(MetricsFile))
        {
            return false;
        }
        catch
        {
            Directory.Delete(FullPath);
            throw;
        }
    }

    /// <summary>Makes what a run expects in its folder, and brings it to the disk.</summary>
    private void Furnish()
    {
        try
        {
            Directory.CreateDirectory(Checkpoints);
            DiskFlush.FlushFolder(FullPath);
            DiskFlush.FlushFolder(Path.GetDirectoryName(FullPath)!);
        }
        catch
        {
            Directory.Delete(FullPath, recursive: true);
            throw;
        }
    }
}
