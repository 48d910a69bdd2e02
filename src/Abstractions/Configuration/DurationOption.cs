using System.Text.RegularExpressions;

namespace MmoePipeline.Configuration;

/// <summary>A duration such as <c>"00:05:00"</c>.</summary>
public sealed partial record DurationOption : OptionType
{
    /// <summary>The form: <c>[-][d.]hh:mm:ss[.fffffff]</c>, hours to 23, minutes and seconds to 59.</summary>
    [GeneratedRegex(@"^-?([0-9]{1,8}\.)?([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\.[0-9]{1,7})?$", RegexOptions.CultureInvariant)]
    public static partial Regex Pattern { get; }
}
