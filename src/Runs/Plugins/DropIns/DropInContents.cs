using MmoePipeline.Runs.Plugins.Trust;
using MmoePipeline.Runs.Storage;

namespace MmoePipeline.Runs.Plugins.DropIns;

/// <summary>
/// All files of a plugin's folder, whatever their endings: a native library needs none, and a file of any name may be read by the plugin. Left out
/// are the folders <c>bin</c> and <c>obj</c> of a project that is built in its place; nothing is loaded from them.
/// </summary>
internal sealed class DropInContents
{
    private static readonly EnumerationOptions Everything = new() { AttributesToSkip = FileAttributes.None, IgnoreInaccessible = false };

    private readonly ImmutableArray<DropInFile>.Builder _files = ImmutableArray.CreateBuilder<DropInFile>();
    private readonly string _container;
    private readonly UnixGroups _groups;

    /// <summary>Begins with nothing: files are added one by one.</summary>
    /// <param name="place">The folder.</param>
    /// <param name="container">The folder without links, which no file may lead out of.</param>
    /// <param name="groups">Who is in which group.</param>
    public DropInContents(string place, string container, UnixGroups groups)
    {
        (_container, _groups) = (container, groups);
        Place = place;
    }

    /// <summary>The folder.</summary>
    public string Place { get; }

    /// <summary>Why nothing of it is to be loaded: the first file or folder that is not to be trusted; null where there is none.</summary>
    public PluginRefusal? Refusal { get; private set; }

    /// <summary>The files, up to the first that is not to be trusted.</summary>
    public ImmutableArray<DropInFile> Files => _files.ToImmutable();

    /// <summary>Adds the folder with all that is below.</summary>
    public DropInContents AddAll()
    {
        AddFolder(Place);
        return this;
    }

    /// <summary>Adds a file.</summary>
    public void Add(string path)
    {
        string real = RealPath.Of(path);
        Refusal ??= PluginRefusal.From(
            LoadingCodes.LinkOutside,
            DropInFolder.Escape(path, real, _container) ?? (Path.Exists(real) ? null : $"{Path.GetFileName(path)} is a link to nothing"));
        if (Refusal is not null)
        {
            return;
        }

        if (DropInFile.Read(path, real, _groups, out string? refusal) is { } file)
        {
            _files.Add(file);
        }

        Refusal = PluginRefusal.From(LoadingCodes.Untrusted, refusal);
    }

    private void AddFolder(string folder)
    {
        Refusal ??= PluginRefusal.From(LoadingCodes.Untrusted, WriteAccess.Refusal(folder, _groups));
        foreach (string path in Directory.EnumerateFileSystemEntries(folder, "*", Everything).Order(StringComparer.Ordinal))
        {
            if (Refusal is not null)
            {
                return;
            }

            if (!Directory.Exists(path))
            {
                Add(path);
            }
            else if (new DirectoryInfo(path).LinkTarget is not null)
            {
                // What it leads to is added by its own name, if it is inside of the folder.
                Refusal ??= PluginRefusal.From(LoadingCodes.LinkOutside, DropInFolder.Escape(path, RealPath.Of(path), _container));
            }
            else if (folder != Place || Path.GetFileName(path) is not ("bin" or "obj"))
            {
                AddFolder(path);
            }
        }
    }
}
