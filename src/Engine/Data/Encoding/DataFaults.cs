using MmoePipeline.Events;
using MmoePipeline.Runs.Options.Data;

namespace MmoePipeline.Engine.Data.Encoding;

/// <summary>The rows of a table that were left out.</summary>
/// <param name="Policy">What became of them.</param>
/// <param name="Rows">The rows that the split gives a use, those that were left out among them.</param>
/// <param name="BadRows">The rows that were left out.</param>
/// <param name="Columns">The same by column, in the order in which they came.</param>
/// <param name="Examples">The first of them, for messages.</param>
internal sealed record DataFaults(
    BadRowPolicy Policy, long Rows, long BadRows, ImmutableArray<RejectedRowCount> Columns, ImmutableArray<Problem> Examples)
{
    /// <summary>The share of the rows that were left out.</summary>
    public double Share => Rows == 0 ? 0 : (double)BadRows / Rows;
}
