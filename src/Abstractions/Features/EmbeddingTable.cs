namespace MmoePipeline.Features;

/// <summary>A table of vectors that codes are rows of. Row 0 stands for what training never saw; it starts at zero, and training rows move it only where a feature gives rows without a value the code 0.</summary>
/// <param name="Name">The name; features that use tables of one name share the table.</param>
/// <param name="Rows">Where its rows come from.</param>
public sealed record EmbeddingTable(string Name, TableRows Rows)
{
    /// <summary>
    /// The length of its vectors; <see cref="AutomaticDimension"/> for <c>6 V^(1/4)</c> with V rows, rounded to the nearest multiple of 4 (the rule of the Deep &amp; Cross Network:
    /// Wang, Fu, Fu, Wang, ADKDD 2017, section 3.2); null for the <c>embeddingDimension</c> of the run's features.
    /// </summary>
    public int? Dimension { get; init; }

    /// <summary>The standard deviation of fresh vectors; null for that of the run's features.</summary>
    public double? InitialDeviation { get; init; }

    /// <summary>Says that the length of the vectors follows from the number of rows.</summary>
    public const int AutomaticDimension = 0;

    /// <summary>The length of the vectors.</summary>
    /// <param name="rows">The number of rows.</param>
    /// <param name="standard">The length where the table names none.</param>
    public int DimensionOf(int rows, int standard) => Dimension switch
    {
        null => standard,
        AutomaticDimension => Math.Max(4, 4 * (int)Math.Round(6 * Math.Pow(rows, 0.25) / 4, MidpointRounding.AwayFromZero)),
        { } dimension => dimension,
    };
}

/// <summary>Where the rows of an <see cref="EmbeddingTable"/> come from.</summary>
public abstract record TableRows
{
    private TableRows()
    {
    }

    /// <summary>The values of the training rows, one row each.</summary>
    /// <param name="Limits">Which of them.</param>
    public sealed record Learnt(VocabularyLimits Limits) : TableRows;

    /// <summary>The values of a list, known without rows, one row each.</summary>
    /// <param name="Values">The values, each once.</param>
    public sealed record Listed(ImmutableArray<string> Values) : TableRows
    {
        /// <inheritdoc/>
        public bool Equals(Listed? other) => other is not null && Values.SequenceEqual(other.Values, StringComparer.Ordinal);

        /// <inheritdoc/>
        public override int GetHashCode() => Values.Aggregate(0, HashCode.Combine);
    }

    /// <summary>Numbers that the feature gives out itself.</summary>
    /// <param name="Count">How many, row 0 included; at least 1.</param>
    public sealed record Numbered(int Count) : TableRows;
}
