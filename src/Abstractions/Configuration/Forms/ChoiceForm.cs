using MmoePipeline.Configuration.Tree;

namespace MmoePipeline.Configuration.Forms;

/// <summary>One of some names.</summary>
internal sealed class ChoiceForm<T>(ImmutableArray<(string Name, T Value)> choices) : OptionForm<T>
{
    private ImmutableArray<string> Names { get; } = [.. choices.Select(choice => choice.Name)];

    /// <inheritdoc/>
    public override OptionType Type => new ChoiceOption(Names);

    /// <inheritdoc/>
    public override bool Read(ConfigurationNode node, OptionsBinding binding, out T value)
    {
        foreach ((string name, T meaning) in choices)
        {
            if (node.Kind == ConfigurationKind.String && node.Text == name)
            {
                value = meaning;
                return true;
            }
        }

        value = default!;
        string rule = $"expected one of {string.Join(", ", Names)}";
        binding.Report(new ConfigurationProblem(OptionCodes.UnknownChoice, node.Place, node.Path, $"{rule}, found {node.Display}")
        {
            Seen = node.Display,
            Rule = rule,
            DidYouMean = node.Kind == ConfigurationKind.String ? NearestName.Find(node.Text, Names) : null,
        });
        return false;
    }

    /// <inheritdoc/>
    public override void Write(OptionsWriter writer, T value) => writer.Json.WriteStringValue(
        choices.First(choice => EqualityComparer<T>.Default.Equals(choice.Value, value)).Name);
}
