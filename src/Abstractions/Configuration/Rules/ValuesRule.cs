namespace MmoePipeline.Configuration.Rules;

/// <summary>Some values by name, which are the only right ones or the only wrong ones.</summary>
public abstract record ValuesRule : OptionRule
{
    private protected ValuesRule()
    {
    }

    /// <summary>Whether the values are the right ones.</summary>
    public abstract bool AreAllowed { get; }

    /// <summary>The values as they are written in configurations, each as JSON.</summary>
    public abstract ImmutableArray<string> Json { get; }

    /// <inheritdoc/>
    public override string Code => OptionCodes.ForbiddenValue;

    /// <inheritdoc/>
    public override string Statement => (AreAllowed, Json.Length) switch
    {
        (true, 1) => $"must be {Json[0]}",
        (true, _) => $"must be one of {string.Join(", ", Json)}",
        (false, 1) => $"must not be {Json[0]}",
        _ => $"must be none of {string.Join(", ", Json)}",
    };
}
