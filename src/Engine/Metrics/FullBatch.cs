using MmoePipeline.Features;
using MmoePipeline.Modeling;
using TorchSharp;

namespace MmoePipeline.Engine.Metrics;

/// <summary>Batches of equal size, whose products libtorch computes alike: what it gives for a row of a smaller one may differ in the last bits.</summary>
internal static class FullBatch
{
    /// <summary>Appends rows of zeros to a batch that is not full.</summary>
    /// <param name="features">The batch.</param>
    /// <param name="batchSize">Rows of a full batch.</param>
    /// <returns>The batch itself where it is full; else a new one in the enclosing dispose scope.</returns>
    public static FeatureBatch Of(FeatureBatch features, int batchSize)
    {
        long missing = batchSize - features.Rows;
        return missing == 0 ? features : new FeatureBatch(Padded(features.Categorical, missing), Padded(features.Numeric, missing))
        {
            Lookups = [.. features.Lookups.Select(codes => Padded(codes, missing))],
            Inputs =
            [
                .. features.Inputs.Select(input => new FeatureInput(
                    Padded(input.Codes, missing), Padded(input.Values, missing), input.List is { } list ? WithEmpty(list, missing) : null)),
            ],
        };
    }

    /// <summary>Appends rows whose lists are empty.</summary>
    private static ListInput WithEmpty(ListInput list, long missing) =>
        list with { Starts = torch.cat([list.Starts, list.Starts.narrow(0, list.BatchSize, 1).expand(missing)]) };

    private static torch.Tensor Padded(torch.Tensor rows, long missing) =>
        torch.cat([rows, torch.zeros([missing, rows.size(1)], rows.dtype, rows.device)]);
}
