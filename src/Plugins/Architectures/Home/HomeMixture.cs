namespace MmoePipeline.Plugins.Architectures.Home;

/// <summary>A mixture of some sets of experts.</summary>
/// <param name="Name">What the mixture is for: a group or a task.</param>
/// <param name="Own">The set that belongs to the mixture: the one that its self gate weighs.</param>
/// <param name="Sets">The sets that it sees.</param>
internal sealed record HomeMixture(string Name, int Own, ImmutableArray<int> Sets);
