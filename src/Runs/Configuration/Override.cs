using System.Text;
using MmoePipeline.Configuration.Tree;

namespace MmoePipeline.Runs.Configuration;

/// <summary>A value that the environment or the command line puts over the configuration file's.</summary>
/// <param name="Keys">The keys and indices from the root to the value.</param>
/// <param name="Text">The value: JSON, or else a bare text.</param>
/// <param name="Place">What messages call it.</param>
/// <param name="IgnoresCase">Whether keys that are there match regardless of case: environments are often upper-case.</param>
internal sealed record Override(ImmutableArray<string> Keys, string Text, ConfigurationPlace Place, bool IgnoresCase)
{
    private const string EnvironmentPrefix = "MMOE__";

    /// <summary>The overrides of the environment, ordered by name: <c>MMOE__model__experts__0__count=4</c>.</summary>
    /// <param name="environment">Variables and their values.</param>
    public static IEnumerable<Override> FromEnvironment(IEnumerable<KeyValuePair<string, string>> environment) => environment
        .Where(variable => variable.Key.StartsWith(EnvironmentPrefix, StringComparison.OrdinalIgnoreCase)
            && variable.Key.Length > EnvironmentPrefix.Length)
        .OrderBy(variable => variable.Key, StringComparer.Ordinal)
        .Select(variable => new Override(
            [.. variable.Key[EnvironmentPrefix.Length..].Split("__")],
            variable.Value,
            new ConfigurationPlace($"environment variable {variable.Key}") { Origin = ConfigurationOrigin.Environment },
            IgnoresCase: true));

    /// <summary>The override of an argument <c>path=value</c>.</summary>
    /// <param name="argument">The argument.</param>
    /// <param name="problems">Gets what is wrong with it.</param>
    /// <returns>The override; null where the argument is none.</returns>
    public static Override? FromArgument(string argument, List<ConfigurationProblem> problems)
    {
        int equals = argument.IndexOf('=', StringComparison.Ordinal);
        string path = equals < 0 ? argument : argument[..equals].Trim();
        var place = new ConfigurationPlace(PlaceOf(path)) { Origin = ConfigurationOrigin.CommandLine };
        if (equals >= 0 && path.Length > 0 && path.Split('.').All(key => key.Length > 0))
        {
            return new Override([.. path.Split('.')], argument[(equals + 1)..], place, IgnoresCase: false);
        }

        problems.Add(new ConfigurationProblem(ConfigurationCodes.InvalidOverride, place, "", "expected PATH=VALUE, for instance training.epochs=3"));
        return null;
    }

    /// <summary>
    /// What messages call an argument: its path without its value, which may hold a secret. Where the value is what is wrong and is none, the
    /// message shows it.
    /// </summary>
    /// <param name="path">The path of the value that is set.</param>
    public static string PlaceOf(string path) => $"--set {path.Trim()}".TrimEnd();

    /// <summary>Whether the value can be taken: what begins like JSON has to be JSON.</summary>
    /// <param name="problems">Gets what is wrong with it.</param>
    public bool IsSound(List<ConfigurationProblem> problems)
    {
        var found = new List<ConfigurationProblem>();
        if (Text.TrimStart() is not ['{' or '[' or '"', ..] || Json(string.Join('.', Keys), found) is not null)
        {
            return true;
        }

        problems.AddRange(found);
        return false;
    }

    /// <summary>The value as a node: JSON where the text is JSON, else a bare text.</summary>
    /// <param name="path">The node's path.</param>
    /// <param name="problems">Gets keys that are in the value twice.</param>
    public ConfigurationNode Value(string path, List<ConfigurationProblem> problems)
    {
        var found = new List<ConfigurationProblem>();
        if (Json(path, found) is { } value)
        {
            problems.AddRange(found);
            return value;
        }

        return new ConfigurationNode { Kind = ConfigurationKind.String, Path = path, Place = Place, Folder = Path.GetFullPath("."), Text = Text };
    }

    private ConfigurationNode? Json(string path, List<ConfigurationProblem> problems) =>
        JsonTree.Read(Encoding.UTF8.GetBytes(Text), path, _ => Place, Path.GetFullPath("."), problems);
}
