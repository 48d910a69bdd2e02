namespace MmoePipeline.Modeling.Gates;

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
                .Select(earlier => Fault(earlier, later)).OfType<Problem>()),
        ];
        if (!problems.IsEmpty)
        {
            throw new BadInputException(problems);
        }
    }

    private static Problem? Fault(
        (string Name, string Path, GateEffects Effects) earlier, (string Name, string Path, GateEffects Effects) later)
    {
        const GateEffects Selects = GateEffects.SelectsByLogits | GateEffects.ReplacesWeights;
        if (earlier.Name == later.Name && later.Effects.HasFlag(GateEffects.Once))
        {
            return new Problem(ModelCodes.Repeated, later.Path, $"'{later.Name}' is also at {earlier.Path}; a second one has no effect.");
        }

        if ((earlier.Effects & Selects) != 0 && (later.Effects & Selects) != 0)
        {
            return new Problem(
                ModelCodes.TwoChoices, later.Path, $"'{later.Name}' chooses experts, and so does '{earlier.Name}' at {earlier.Path}; only one of them can.");
        }

        if (earlier.Effects.HasFlag(GateEffects.SelectsByLogits) && later.Effects.HasFlag(GateEffects.NeedsFiniteLogits))
        {
            return new Problem(
                ModelCodes.GateOrder,
                later.Path,
                $"'{later.Name}' computes with all logits, of which '{earlier.Name}' at {earlier.Path} leaves some at minus infinity; "
                    + "it has to come before.");
        }

        return Useless(earlier, later, later.Path) ?? Useless(later, earlier, later.Path);
    }

    private static Problem? Useless(
        (string Name, string Path, GateEffects Effects) replacing,
        (string Name, string Path, GateEffects Effects) other,
        string place) =>
        replacing.Effects.HasFlag(GateEffects.ReplacesWeights) && other.Effects.HasFlag(GateEffects.ReadsLogits)
            ? new Problem(
                ModelCodes.NoEffect, place, $"'{other.Name}' acts on logits, and the weights of '{replacing.Name}' don't come from logits; leave one of them out.")
            : null;
}
