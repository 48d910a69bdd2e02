using MmoePipeline.Configuration.Rules;
using MmoePipeline.Configuration.Tree;

namespace MmoePipeline.Configuration.Forms;

/// <summary>A form whose values have rules to keep once they are read; all broken rules of a value are reported.</summary>
/// <typeparam name="T">The values' type.</typeparam>
/// <param name="rules">The rules.</param>
internal abstract class RuledForm<T>(ImmutableArray<IOptionRule<T>> rules) : OptionForm<T>
{
    /// <summary>The rules, as a description holds them.</summary>
    protected ImmutableArray<OptionRule> Rules { get; } = [.. rules.Cast<OptionRule>()];

    /// <inheritdoc/>
    public sealed override bool Read(ConfigurationNode node, OptionsBinding binding, out T value)
    {
        if (!Parse(node, binding, out value))
        {
            return false;
        }

        bool holds = true;
        foreach (IOptionRule<T> rule in rules)
        {
            if (!rule.Holds(value))
            {
                holds = binding.Refuse(node, rule);
            }
        }

        return holds;
    }

    /// <summary>Reads a value, whatever the rules.</summary>
    protected abstract bool Parse(ConfigurationNode node, OptionsBinding binding, out T value);
}
