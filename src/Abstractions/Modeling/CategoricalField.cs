namespace MmoePipeline.Modeling;

/// <summary>A categorical input field.</summary>
/// <param name="Name">The column's name.</param>
/// <param name="Cardinality">How many values it has: those seen in training, and one, the first, for all others.</param>
/// <param name="Offset">The row of the shared embedding table that belongs to the field's first value.</param>
public sealed record CategoricalField(string Name, int Cardinality, int Offset);
