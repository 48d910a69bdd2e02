using MmoePipeline.Configuration.Tree;

namespace MmoePipeline.Testing.Subjects;

/// <summary>
/// The secrets of a plugin's section. Where a run writes options down, <c>env:NAME</c> is in the place of one, and an option's type need not be
/// known to find it: what was given is another text, or names the same variable.
/// </summary>
internal static class GivenSecrets
{
    private const string Prefix = "env:";

    /// <summary>Shorter texts are in other texts by chance.</summary>
    private const int Shortest = 4;

    /// <summary>The values of the secrets.</summary>
    /// <param name="given">The section as the plugin was given it.</param>
    /// <param name="written">The section as a run writes it down.</param>
    public static IEnumerable<string> Of(ConfigurationNode given, ConfigurationNode written)
    {
        if (Find(given, written) is { } secret)
        {
            string? value = secret.StartsWith(Prefix, StringComparison.Ordinal) ? Environment.GetEnvironmentVariable(secret[Prefix.Length..]) : secret;
            return value is { Length: >= Shortest } ? [value] : [];
        }

        return Pairs(given, written).SelectMany(pair => Of(pair.Given, pair.Written));
    }

    /// <summary>The section as a run writes it down, with the secrets that it was given.</summary>
    /// <inheritdoc cref="Of"/>
    public static ConfigurationNode PutBack(ConfigurationNode given, ConfigurationNode written)
    {
        if (Find(given, written) is { } secret)
        {
            return written with { Text = secret };
        }

        Dictionary<string, ConfigurationNode> back = Pairs(given, written).ToDictionary(pair => pair.Written.Path, pair => PutBack(pair.Given, pair.Written));
        return written with
        {
            Members = [.. written.Members.Select(member => member with { Value = back.GetValueOrDefault(member.Value.Path, member.Value) })],
            Items = [.. written.Items.Select(item => back.GetValueOrDefault(item.Path, item))],
        };
    }

    private static string? Find(ConfigurationNode given, ConfigurationNode written) =>
        written.Kind == ConfigurationKind.String && given.Kind == ConfigurationKind.String
        && (written.Text == given.Text || written.Text == $"{Prefix}MMOE__{written.Path.Replace(".", "__", StringComparison.Ordinal)}")
        && written.Text.StartsWith(Prefix, StringComparison.Ordinal)
            ? given.Text
            : null;

    private static IEnumerable<(ConfigurationNode Given, ConfigurationNode Written)> Pairs(ConfigurationNode given, ConfigurationNode written) =>
        written.Members
            .Select(member => (Given: given.Member(member.Key)?.Value, Written: member.Value))
            .Concat(written.Items.Zip(given.Items, (item, itemGiven) => (Given: (ConfigurationNode?)itemGiven, Written: item)))
            .Where(pair => pair.Given is not null)
            .Select(pair => (pair.Given!, pair.Written));
}
