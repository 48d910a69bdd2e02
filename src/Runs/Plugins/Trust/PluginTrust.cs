using MmoePipeline.Configuration.Tree;
using MmoePipeline.Runs.Folders;
using MmoePipeline.Runs.Options;
using MmoePipeline.Runs.Storage;

namespace MmoePipeline.Runs.Plugins.Trust;

/// <summary>
/// Which drop-in folders of configurations are loaded. A run folder is data that somebody may have sent: a folder that its configuration names is
/// loaded only if the user names it, too. A configuration of the user's own, outside of any run folder, may name any folder.
/// </summary>
internal sealed class PluginTrust
{
    /// <summary>The environment variable with the folders that may be named from anywhere, separated as in <c>PATH</c>.</summary>
    public const string Variable = "MMOE_TRUSTED_PLUGINS";

    private readonly ImmutableArray<string> _trees;
    private readonly ImmutableArray<string> _folders;

    private PluginTrust(ImmutableArray<string> trees, ImmutableArray<string> folders) => (_trees, _folders) = (trees, folders);

    /// <summary>What the command line and the environment say.</summary>
    /// <exception cref="BadInputException">A trusted folder is not a full path: what it means would depend on the working folder.</exception>
    public static PluginTrust Of(PluginChoice choice)
    {
        string[] trusted = (Environment.GetEnvironmentVariable(Variable) ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return trusted.FirstOrDefault(folder => !Path.IsPathFullyQualified(folder)) is { } relative
            ? throw new BadInputException(LoadingCodes.TrustVariable, Variable, $"expected full paths, separated by '{Path.PathSeparator}', found '{relative}'.")
            : new PluginTrust([.. trusted.Select(RealPath.OrFullPath)], [.. choice.Folders.Select(RealPath.OrFullPath)]);
    }

    /// <summary>The folders of a configuration that are not loaded.</summary>
    /// <param name="options">The section, bound.</param>
    /// <param name="section">The section as it was written; null where there is none.</param>
    public IEnumerable<UntrustedFolder> Untrusted(PluginsOptions options, ConfigurationNode? section)
    {
        ImmutableArray<ConfigurationNode> items = section?.Member("folders")?.Value.Items ?? [];
        return from pair in options.Folders.Zip(items)
               let run = pair.Second.Place.Origin == ConfigurationOrigin.File ? RunFolderContents.RunFolderOf(pair.Second.Folder) : null
               where run is not null && !IsTrusted(RealPath.OrFullPath(pair.First))
               select new UntrustedFolder(pair.First, Reason(pair.First, pair.Second.Place));
    }

    private bool IsTrusted(string real) => _folders.Contains(real) || _trees.Any(tree => RealPath.IsWithin(real, tree));

    private static string Reason(string folder, ConfigurationPlace place)
    {
        string shown = Path.GetRelativePath(".", folder);
        return $"{place} names it, in a run folder, and code that a run folder names is not run by itself: somebody may have sent it; look at what is in "
            + $"it, then add --plugins {shown} to the command, or the full path to {Variable}";
    }
}
