using MmoePipeline.Engine.Data.Columns;
using MmoePipeline.Features;
using TorchSharp;

namespace MmoePipeline.Engine.Data.Batches;

/// <summary>The encoded rows of one part of the data, column by column. Valid until the table is disposed.</summary>
/// <param name="Rows">The number of rows; at least 1.</param>
/// <param name="Categorical">The categorical fields.</param>
/// <param name="Numeric">The numeric fields.</param>
/// <param name="Targets">The targets, task by task.</param>
internal sealed record EncodedRows(
    int Rows, ImmutableArray<CodeColumn> Categorical, ImmutableArray<ValueColumn> Numeric, ImmutableArray<ValueColumn> Targets)
{
    /// <summary>The fields that are looked up in tables of other dimensions, group by group of the layout.</summary>
    public ImmutableArray<ImmutableArray<CodeColumn>> Lookups { get; init; } = [];

    /// <summary>The features that have a module of their own, in the order of the layout.</summary>
    public ImmutableArray<FeatureColumns> Inputs { get; init; } = [];

    /// <summary>What each of the <see cref="Inputs"/> encodes a row as.</summary>
    public ImmutableArray<FeatureForm> InputForms { get; init; } = [];

    /// <summary>The weights, in the order of <see cref="TaskColumns.Weights"/>.</summary>
    public ImmutableArray<ValueColumn> Weights { get; init; } = [];

    /// <summary>The groups, in the order of <see cref="TaskColumns.Groups"/>.</summary>
    public ImmutableArray<GroupValues> Groups { get; init; } = [];

    /// <summary>The rows' numbers in the table; null for rows that are not of a table.</summary>
    public RowNumbers? Numbers { get; init; }

    /// <summary>The number of batches that hold all rows; the last may be smaller.</summary>
    public int BatchCount(int batchSize) => (int)(((long)Rows + batchSize - 1) / batchSize);

    /// <summary>All rows, in order.</summary>
    public BatchStream InOrder(int batchSize, torch.Device device) => new(this, RowOrder.Sequential(Rows), batchSize, 0, device);

    /// <summary>All rows, in an order drawn from a seed.</summary>
    /// <param name="batchSize">The rows of a batch; the last may be smaller.</param>
    /// <param name="device">Where batches are to be.</param>
    /// <param name="seed">The seed.</param>
    /// <param name="window">Up to this many rows are shuffled as a whole; see <see cref="RowOrder.Shuffled"/>.</param>
    /// <param name="skippedBatches">So many batches at the start are left out.</param>
    public BatchStream Shuffled(int batchSize, torch.Device device, ulong seed, int window, int skippedBatches = 0) =>
        new(this, RowOrder.Shuffled(Rows, seed, window), batchSize, skippedBatches, device);
}
