using MmoePipeline.Configuration.Rules;

namespace MmoePipeline.Configuration;

/// <summary>What values an option takes: one of the records that derive from it.</summary>
public abstract record OptionType
{
    private protected OptionType()
    {
    }

    /// <summary>The rules that values have to keep.</summary>
    public ImmutableArray<OptionRule> Rules { get; init; } = [];
}
