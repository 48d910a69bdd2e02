using MmoePipeline.Configuration.Tree;
using MmoePipeline.Runs.Storage;

namespace MmoePipeline.Runs.Configuration;

/// <summary>Reads a configuration file.</summary>
internal static class ConfigurationFile
{
    /// <summary>The key that tells editors the schema; it is no option.</summary>
    public const string SchemaKey = "$schema";

    /// <summary>The largest file that is read, in bytes: a configuration of a thousand tasks has less than 1 MiB.</summary>
    private const long SizeLimit = 16 << 20;

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file as the user gave it.</param>
    /// <param name="problems">Gets what is wrong with it.</param>
    /// <param name="rootPath">The configuration path of what is in it; empty for a whole configuration.</param>
    /// <returns>The root, an object; null where there is none.</returns>
    public static ConfigurationNode? Read(string path, List<ConfigurationProblem> problems, string rootPath = "")
    {
        if (Load(path, problems) is not { } text)
        {
            return null;
        }

        var positions = new TextPositions(text);
        ConfigurationNode? root = JsonTree.Read(
            text,
            rootPath,
            offset =>
            {
                (int line, int column) = positions.Of(offset);
                return new ConfigurationPlace(path, line, column);
            },
            Path.GetDirectoryName(Path.GetFullPath(path))!,
            problems);
        if (root is not null and not { Kind: ConfigurationKind.Object })
        {
            problems.Add(new ConfigurationProblem(ConfigurationCodes.NotAnObject, root.Place, rootPath, $"expected an object, found {root.Display}"));
            return null;
        }

        if (root?.Member(SchemaKey)?.Value is { Kind: not ConfigurationKind.String } schema)
        {
            problems.Add(new ConfigurationProblem(ConfigurationCodes.SchemaNotText, schema.Place, schema.Path, $"expected the path of a JSON schema, found {schema.Display}"));
        }

        return root is null ? null : root with { Members = root.Members.RemoveAll(member => member.Key == SchemaKey) };
    }

    private static byte[]? Load(string path, List<ConfigurationProblem> problems)
    {
        try
        {
            if (RegularFile.FindFault(path, SizeLimit) is { } fault)
            {
                problems.Add(new ConfigurationProblem(ConfigurationCodes.UnreadableFile, new ConfigurationPlace(path), "", fault) { DidYouMean = Near(path) });
                return null;
            }

            byte[] text = File.ReadAllBytes(path);
            return text.AsSpan().StartsWith("\uFEFF"u8) ? text[3..] : text;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            (string code, string reason) = exception is FileNotFoundException or DirectoryNotFoundException
                ? (ConfigurationCodes.NoSuchFile, "there is no such file")
                : (ConfigurationCodes.UnreadableFile, $"can't be read: {exception.Message}");
            problems.Add(new ConfigurationProblem(code, new ConfigurationPlace(path), "", reason) { DidYouMean = Near(path) });
            return null;
        }
    }

    /// <summary>The files of a folder that may be configurations; none where the folder can't be read, because a suggestion is not worth an error.</summary>
    private static string[] JsonFiles(string folder)
    {
        try
        {
            return Directory.Exists(folder) ? Directory.GetFiles(folder, "*.json") : [];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    /// <summary>A file of the same folder, or a file of that name one folder down, that was probably meant.</summary>
    private static string? Near(string path)
    {
        string folder = Path.GetDirectoryName(path) is { Length: > 0 } given ? given : ".";
        if (File.Exists(path) || !Directory.Exists(folder))
        {
            return null;
        }

        string[] candidates = [.. JsonFiles(folder), .. JsonFiles(Path.Combine(folder, "configs"))];
        string name = Path.GetFileName(path);
        string? near = NearestName.Find(name, candidates.Select(candidate => Path.GetFileName(candidate)));
        return near is null ? null : Path.GetRelativePath(".", candidates.First(candidate => Path.GetFileName(candidate) == near));
    }
}
