namespace MmoePipeline.Configuration;

/// <summary>What values an option takes: one of the records that derive from it.</summary>
public abstract record OptionType
{
    private protected OptionType()
    {
    }
}
