using System.Collections;
using TorchSharp;

namespace MmoePipeline.Engine.Data.Batches;

/// <summary>
/// Batches of encoded rows. While one is used, a thread of its own fills the next ones. Every enumeration begins anew, and
/// gives the same batches.
/// </summary>
/// <param name="source">The rows.</param>
/// <param name="order">Their order.</param>
/// <param name="batchSize">The rows of a batch; the last may be smaller.</param>
/// <param name="skipped">So many batches at the start are left out.</param>
/// <param name="device">Where batches are to be.</param>
internal sealed class BatchStream(EncodedRows source, RowOrder order, int batchSize, int skipped, torch.Device device) : IEnumerable<Batch>
{
    /// <summary>How long enumerations have waited for batches.</summary>
    public TimeSpan Wait { get; private set; }

    /// <inheritdoc/>
    public IEnumerator<Batch> GetEnumerator()
    {
        using var ring = new BatchRing(source, order, Math.Min(batchSize, source.Rows), skipped, device);
        while (true)
        {
            bool isThere = ring.MoveNext(out Batch batch, out TimeSpan wait);
            Wait += wait;
            if (!isThere)
            {
                yield break;
            }

            yield return batch;
        }
    }

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
