using System.Text.Encodings.Web;
using System.Text.Json;
using MmoePipeline.Runs.Storage;

namespace MmoePipeline.Runs.Plugins.DropIns;

/// <summary>
/// The allow-list of a drop-in folder, <c>mmoe.plugins.lock.json</c> in it: where it is there, only files are loaded that it names,
/// and only while their bytes are those that were locked.
/// </summary>
/// <param name="Hashes">For each file, by its path within the folder with slashes, its SHA-256 in small hexadecimal digits.</param>
internal sealed record PluginLock(ImmutableSortedDictionary<string, string> Hashes)
{
    /// <summary>The file's name.</summary>
    public const string FileName = "mmoe.plugins.lock.json";

    private const string Remedy = "./mmoe plugins --lock locks what is there now, once you have looked at it";
    private const int ShownDigits = 12;

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Reads the lock of a drop-in folder.</summary>
    /// <returns>Null where the folder has none.</returns>
    /// <exception cref="InvalidDataException">It is no lock.</exception>
    public static PluginLock? Read(string folder)
    {
        string file = Path.Combine(folder, FileName);
        if (!File.Exists(file))
        {
            return null;
        }

        try
        {
            return new PluginLock(JsonSerializer.Deserialize<Dictionary<string, string>>(File.ReadAllBytes(file))!
                .ToImmutableSortedDictionary(StringComparer.Ordinal));
        }
        catch (Exception exception) when (exception is JsonException or ArgumentException)
        {
            throw new InvalidDataException($"{FileName} is not a lock ({exception.Message}); {Remedy}");
        }
    }

    /// <summary>Locks files.</summary>
    /// <param name="folder">The drop-in folder.</param>
    /// <param name="files">Files in it.</param>
    /// <returns>The lock that was written.</returns>
    public static PluginLock Write(string folder, IEnumerable<DropInFile> files)
    {
        var written = new PluginLock(files.DistinctBy(file => file.Path)
            .ToImmutableSortedDictionary(file => Key(folder, file), file => file.Hash, StringComparer.Ordinal));
        string text = JsonSerializer.Serialize(written.Hashes, Indented) + "\n";
        DurableFile.WriteText(Path.Combine(folder, FileName), text);
        return written;
    }

    /// <summary>Why a file is not to be loaded; null where it is what was locked.</summary>
    /// <param name="folder">The drop-in folder.</param>
    /// <param name="file">The file.</param>
    public string? Refusal(string folder, DropInFile file)
    {
        string key = Key(folder, file);
        string hash = file.Hash;
        return !Hashes.TryGetValue(key, out string? locked)
            ? $"{key} (SHA-256 {hash[..ShownDigits]}...) is not in {FileName}; {Remedy}"
            : locked == hash ? null
            : $"{key} was changed: its SHA-256 begins with {hash[..ShownDigits]}, that in {FileName} with {locked[..Math.Min(ShownDigits, locked.Length)]}; {Remedy}";
    }

    /// <summary>Why a plugin is not to be loaded of which locked files are gone; null where none is.</summary>
    /// <param name="folder">The drop-in folder.</param>
    /// <param name="within">The plugin's folder within it, with a slash at its end.</param>
    public string? Missing(string folder, string within) => Hashes.Keys
        .Where(key => key.StartsWith(within, StringComparison.Ordinal) && !File.Exists(Path.Combine(folder, key)))
        .Select(key => $"{key} is in {FileName} and no longer in the folder; {Remedy}")
        .FirstOrDefault();

    /// <summary>Why nothing is loaded from a folder without a lock where only what is locked may run.</summary>
    public static string NotThere(string folder)
    {
        string shown = Path.GetRelativePath(".", folder);
        return $"with --locked only what is locked is run, and {shown} has no {FileName}; ./mmoe plugins --lock --plugins {shown} "
            + "writes it, once you have looked at what is there";
    }

    private static string Key(string folder, DropInFile file) =>
        Path.GetRelativePath(folder, file.Path).Replace(Path.DirectorySeparatorChar, '/');
}
