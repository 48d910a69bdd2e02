namespace MmoePipeline.Campaigns.Fuzzing;

/// <summary>An input that a reader failed on.</summary>
/// <param name="Seed">The seed that makes it again.</param>
/// <param name="Problem">What happened.</param>
internal sealed record FuzzFailure(int Seed, string Problem);
