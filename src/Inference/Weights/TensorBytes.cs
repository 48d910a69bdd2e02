using TorchSharp;

namespace MmoePipeline.Inference.Weights;

/// <summary>The bytes of a tensor, part by part: a span has at most 2 GiB, a table of embeddings may have more.</summary>
internal static class TensorBytes
{
    /// <summary>The bytes of a part at most.</summary>
    private const int Longest = 1 << 30;

    /// <summary>Goes through the bytes, in their order.</summary>
    /// <param name="tensor">A contiguous tensor on the CPU, without a gradient.</param>
    /// <param name="use">Gets the memory of each part itself, no copy; nothing for a tensor without values.</param>
    /// <param name="longest">The bytes of a part at most; a value at least.</param>
    public static void ForEachPart(torch.Tensor tensor, Action<Span<byte>> use, int longest = Longest)
    {
        (long count, long size) = (tensor.numel(), tensor.element_size());
        if (count == 0)
        {
            return;
        }

        if (count * size <= longest)
        {
            use(tensor.bytes);
            return;
        }

        using torch.Tensor values = tensor.view(-1);
        for (long first = 0; first < count; first += longest / size)
        {
            using torch.Tensor part = values.narrow(0, first, Math.Min(longest / size, count - first));
            use(part.bytes);
        }
    }
}
