using System.Text;
using MmoePipeline.Configuration;

namespace MmoePipeline.Host.Configuration;

/// <summary>A value that the environment or the command line puts over the configuration file's.</summary>
/// <param name="Keys">The keys and indices from the root to the value.</param>
/// <param name="Text">The value: JSON, or else a bare text.</param>
/// <param name="Place">What the user wrote.</param>
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
        var place = new ConfigurationPlace($"--set {argument}") { Origin = ConfigurationOrigin.CommandLine };
        int equals = argument.IndexOf('=', StringComparison.Ordinal);
        string path = equals < 0 ? argument : argument[..equals].Trim();
        if (equals >= 0 && path.Length > 0 && path.Split('.').All(key => key.Length > 0))
        {
            return new Override([.. path.Split('.')], argument[(equals + 1)..], place, IgnoresCase: false);
        }

        problems.Add(new ConfigurationProblem(place, "", "PATH=VALUE is due, for instance training.epochs=3"));
        return null;
    }

    /// <summary>The value as a node: JSON where the text is JSON, else a bare text.</summary>
    /// <param name="path">The node's path.</param>
    /// <param name="problems">Gets keys that are in the value twice.</param>
    public ConfigurationNode Value(string path, List<ConfigurationProblem> problems)
    {
        var ofJson = new List<ConfigurationProblem>();
        string folder = Path.GetFullPath(".");
        if (JsonTree.Read(Encoding.UTF8.GetBytes(Text), path, _ => Place, folder, ofJson) is { } value)
        {
            problems.AddRange(ofJson);
            return value;
        }

        if (Text.TrimStart() is ['{' or '[' or '"', ..])
        {
            problems.AddRange(ofJson);
        }

        return new ConfigurationNode { Kind = ConfigurationKind.String, Path = path, Place = Place, Folder = folder, Text = Text };
    }
}
