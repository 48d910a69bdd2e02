namespace MmoePipeline.Plugins.DataSources.Funnel;

/// <summary>An impression.</summary>
/// <param name="User">The user's number.</param>
/// <param name="Item">The item's number.</param>
/// <param name="Device">0 phone, 1 tablet, 2 desktop.</param>
/// <param name="Hour">From 0 to 23.</param>
/// <param name="Price">The item's price; positive.</param>
/// <param name="ClickProbability">The model's probability of a click.</param>
/// <param name="ConversionProbability">The model's probability that a click converts.</param>
/// <param name="Click">Whether it was clicked.</param>
/// <param name="Conversion">Whether it was clicked and converted.</param>
public readonly record struct FunnelRow(
    int User,
    int Item,
    int Device,
    int Hour,
    double Price,
    double ClickProbability,
    double ConversionProbability,
    bool Click,
    bool Conversion);
