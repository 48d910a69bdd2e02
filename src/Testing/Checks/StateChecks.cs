using MmoePipeline.Resuming;

namespace MmoePipeline.Testing.Checks;

/// <summary>What is checked of plugins that are <see cref="IResumable"/>.</summary>
internal static class StateChecks
{
    /// <summary>Saves the state of one instance and gives it to another.</summary>
    public static IEnumerable<string> Resume(IReadOnlyDictionary<string, IResumable> one, IReadOnlyDictionary<string, IResumable> other)
    {
        var saved = new SavedParts(one);
        if (saved.DifferenceFrom(new SavedParts(one)) is { } changed)
        {
            yield return $"'{changed}' is another when it is saved a second time; saving changes nothing.";
        }

        saved.LoadInto(other);
        if (saved.DifferenceFrom(new SavedParts(other)) is { } lost)
        {
            yield return $"'{lost}' is not the same after it was saved and loaded; ExchangeState takes over the value that it gets back.";
        }
    }

    /// <summary>Two instances that went on alike have the same state.</summary>
    public static IEnumerable<string> Agree(IReadOnlyDictionary<string, IResumable> one, IReadOnlyDictionary<string, IResumable> other)
    {
        if (new SavedParts(one).DifferenceFrom(new SavedParts(other)) is { } difference)
        {
            yield return $"'{difference}' of an instance that was given another's state and went on differs from the other's; "
                + "ExchangeState leaves out what it depends on.";
        }
    }
}
