namespace MmoePipeline.Configuration;

/// <summary>An option of an included record, as the section of the including record knows it.</summary>
internal sealed class IncludedOption : OptionKey
{
    public IncludedOption(OptionDescriptor option)
        : base(option.Key)
    {
        Type = option.Type;
        Summary = option.Summary;
        Remarks = option.Remarks;
        IsRequired = option.IsRequired;
    }

    /// <inheritdoc/>
    public override OptionType Type { get; }
}
