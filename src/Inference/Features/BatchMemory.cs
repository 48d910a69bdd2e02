using MmoePipeline.Inference.Tables;

namespace MmoePipeline.Inference.Features;

/// <summary>The limit of a batch's tensors in main memory, which are filled as one span.</summary>
internal static class BatchMemory
{
    /// <summary>Refuses a batch that is too large, before memory is taken for it.</summary>
    /// <param name="batchSize">Rows of a full batch.</param>
    /// <param name="columns">Values of a row.</param>
    /// <param name="width">Bytes of a value.</param>
    /// <exception cref="BadInputException">It is too large.</exception>
    public static void Require(int batchSize, int columns, int width)
    {
        long rowBytes = (long)columns * width;
        if (rowBytes > 0 && batchSize > int.MaxValue / rowBytes)
        {
            throw new BadInputException(
                DataCodes.BatchTooLarge,
                "training.batchSize",
                $"expected at most {int.MaxValue / rowBytes} rows, as many as a batch of {columns} columns of {width} bytes can have, found {batchSize}.");
        }
    }
}
