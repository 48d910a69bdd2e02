namespace MmoePipeline.Modeling.Blocks;

/// <summary>Checks that gate-regularizers make sense together, and in their order.</summary>
internal static class GateOrder
{
    /// <summary>Looks at every pair.</summary>
    /// <param name="regularizers">In the configured order: name, configuration path, what it does.</param>
    /// <exception cref="BadInputException">Some pairs make no sense; all of them are reported.</exception>
    public static void Check(ImmutableArray<(string Name, string Path, GateEffects Effects)> regularizers)
    {
        ImmutableArray<Problem> problems =
        [
            .. regularizers.SelectMany((later, index) => regularizers.Take(index)
                .Select(earlier => Fault(earlier, later)).OfType<string>()
                .Select(fault => new Problem(ModelCodes.GateOrder, later.Path, $"{fault}."))),
        ];
        if (!problems.IsEmpty)
        {
            throw new BadInputException(problems);
        }
    }

    private static string? Fault(
        (string Name, string Path, GateEffects Effects) earlier, (string Name, string Path, GateEffects Effects) later)
    {
        const GateEffects Selects = GateEffects.SelectsByLogits | GateEffects.ReplacesWeights;
        if (earlier.Name == later.Name && later.Effects.HasFlag(GateEffects.Once))
        {
            return $"'{later.Name}' is at {earlier.Path} already; a second one makes no sense";
        }

        if ((earlier.Effects & Selects) != 0 && (later.Effects & Selects) != 0)
        {
            return $"'{later.Name}' chooses experts, and so does '{earlier.Name}' at {earlier.Path}; only one of them can";
        }

        if (earlier.Effects.HasFlag(GateEffects.SelectsByLogits) && later.Effects.HasFlag(GateEffects.NeedsFiniteLogits))
        {
            return $"'{later.Name}' computes with all logits, of which '{earlier.Name}' at {earlier.Path} leaves some at minus infinity; "
                + "it has to come before";
        }

        return Useless(earlier, later) ?? Useless(later, earlier);
    }

    private static string? Useless(
        (string Name, string Path, GateEffects Effects) replacing, (string Name, string Path, GateEffects Effects) other) =>
        replacing.Effects.HasFlag(GateEffects.ReplacesWeights) && other.Effects.HasFlag(GateEffects.ReadsLogits)
            ? $"'{other.Name}' acts on logits, and the weights of '{replacing.Name}' don't come from logits; one of the two has to go"
            : null;
}
