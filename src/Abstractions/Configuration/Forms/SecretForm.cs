using MmoePipeline.Configuration.Tree;

namespace MmoePipeline.Configuration.Forms;

/// <summary>A secret: its text, or the environment variable that holds it.</summary>
internal sealed class SecretForm : OptionForm<Secret>
{
    /// <inheritdoc/>
    public override OptionType Type { get; } = new SecretOption();

    /// <inheritdoc/>
    public override bool Read(ConfigurationNode node, OptionsBinding binding, out Secret value)
    {
        value = new Secret("", "");

        // In the environment and on the command line a text of digits is a number; there the user had no text in mind to tell it from.
        bool isText = node.Kind == ConfigurationKind.String
            || (node.Kind == ConfigurationKind.Number && node.Place.Origin != ConfigurationOrigin.File);
        if (!isText)
        {
            return binding.Refuse(node.Hidden(), "a text, or env:NAME for the environment variable that holds it");
        }

        if (!node.Text.StartsWith(Secret.VariablePrefix, StringComparison.Ordinal))
        {
            value = new Secret(node.Text, $"MMOE__{node.Path.Replace(".", "__", StringComparison.Ordinal)}");
            return !string.IsNullOrWhiteSpace(node.Text) || binding.Refuse(node.Hidden(), "a text that is not blank");
        }

        string variable = node.Text[Secret.VariablePrefix.Length..];
        if (Environment.GetEnvironmentVariable(variable) is not { Length: > 0 } held)
        {
            binding.Report(new ConfigurationProblem(
                OptionCodes.SecretNotSet, node.Place, node.Path, $"the environment variable {variable} is not set; set it to the secret, which is not written down here")
            {
                Seen = node.Text,
                Rule = $"the environment variable {variable} must be set",
            });
            return false;
        }

        value = new Secret(held, variable);
        return true;
    }

    /// <inheritdoc/>
    public override void Write(OptionsWriter writer, Secret value) => writer.Json.WriteStringValue(Secret.VariablePrefix + value.Variable);
}
