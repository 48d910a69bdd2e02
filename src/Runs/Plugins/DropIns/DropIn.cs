using System.Security.Cryptography;
using System.Text;

namespace MmoePipeline.Runs.Plugins.DropIns;

/// <summary>What lies in a drop-in folder in the place of a plugin. Nothing of it was run.</summary>
/// <param name="Place">Its folder, or the assembly itself where it has none.</param>
/// <param name="Assembly">The path of the plugin's assembly; null where there is none.</param>
/// <param name="Files">All of its files, whatever their endings, as they were when they were hashed. Nothing else of the folder is loaded.</param>
internal sealed record DropIn(string Place, string? Assembly, ImmutableArray<DropInFile> Files)
{
    /// <summary>Why it is not to be loaded; null where nothing speaks against it.</summary>
    public PluginRefusal? Refusal { get; init; }

    /// <summary>Why there is nothing to load, which is no fault; null where there is.</summary>
    public string? Nothing { get; init; }

    /// <summary>Whether it is a folder, with libraries of its own.</summary>
    public bool IsFolder => Assembly != Place;

    /// <summary>The folder that its files are in.</summary>
    public string Folder => IsFolder ? Place : Path.GetDirectoryName(Place)!;

    /// <summary>The SHA-256 of names and bytes of all files, in small hexadecimal digits: equal wherever the folder is.</summary>
    public string Digest() => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(
        Files.Select(file => $"{file.Hash}  {Key(file)}\n").Order(StringComparer.Ordinal)))));

    /// <summary>The file of that path.</summary>
    /// <returns>Null where it is not among those that were hashed.</returns>
    public DropInFile? Find(string path)
    {
        string full = Path.GetFullPath(path);
        return Files.FirstOrDefault(file => file.Path == full || file.Real == full);
    }

    /// <summary>A file's path within <see cref="Folder"/>, with slashes.</summary>
    public string Key(DropInFile file) => Path.GetRelativePath(Folder, file.Path).Replace(Path.DirectorySeparatorChar, '/');
}
