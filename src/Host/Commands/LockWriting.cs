using System.Text.Json;
using MmoePipeline.Host.Runtime;
using MmoePipeline.Runs.Plugins;
using MmoePipeline.Runs.Plugins.DropIns;
using MmoePipeline.Runs.Plugins.Trust;
using MmoePipeline.Runs.Storage;

namespace MmoePipeline.Host.Commands;

/// <summary><c>mmoe plugins --lock</c>: writes the allow-list of each drop-in folder. No plugin's code runs.</summary>
internal static class LockWriting
{
    /// <summary>Locks what is there; what is not to be trusted for another reason is reported and left out.</summary>
    public static int Write(PluginSources sources, OutputFormat format)
    {
        try
        {
            var written = new SortedDictionary<string, PluginLock>(StringComparer.Ordinal);
            foreach (string folder in sources.Folders.Where(Directory.Exists).Select(RealPath.Of).Distinct())
            {
                ImmutableArray<DropIn> there = DropInFolder.Read(folder, UnixGroups.Machine(), LockUse.None);
                ProblemList.WriteWarnings(there.Where(dropIn => dropIn.Refusal is not null)
                    .Select(dropIn => new Problem(LoadingCodes.NotLocked, Path.GetRelativePath(".", dropIn.Place), $"is not locked: {dropIn.Refusal}")));
                DropInFile[] files = [.. there.Where(dropIn => dropIn.Refusal is null).SelectMany(dropIn => dropIn.Files)];
                written.Add(Path.Combine(folder, PluginLock.FileName), PluginLock.Write(folder, files));
            }

            if (format == OutputFormat.Json)
            {
                Console.WriteLine(JsonSerializer.Serialize(written.ToDictionary(pair => pair.Key, pair => pair.Value.Hashes)));
                return ExitCode.Done;
            }

            foreach ((string file, PluginLock content) in written)
            {
                Console.WriteLine($"{Path.GetRelativePath(".", file)}: {content.Hashes.Count} {(content.Hashes.Count == 1 ? "file" : "files")}");
            }

            return ExitCode.Done;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            ProblemList.Write([new Problem(LoadingCodes.CannotWrite, "--lock", exception.Message)]);
            return ExitCode.BadInput;
        }
    }
}
