namespace MmoePipeline.Testing.Places;

/// <summary>A place that a plugin may be put in.</summary>
/// <param name="Name">What tells it from others, for messages.</param>
/// <param name="Build">Makes a fresh instance there from a seed; throws <see cref="BadInputException"/> where the options don't suit the place.</param>
internal sealed record Place<TSpecimen>(string Name, Func<long, TSpecimen> Build)
    where TSpecimen : Specimen;
