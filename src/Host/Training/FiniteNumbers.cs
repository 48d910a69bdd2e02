using System.Numerics;
using System.Runtime.InteropServices;
using MmoePipeline.Host.Checkpoints;
using TorchSharp;

namespace MmoePipeline.Host.Training;

/// <summary>Looks for NaN and infinity.</summary>
internal static class FiniteNumbers
{
    /// <summary>The bits of the exponent of a float32: all set in NaN and infinities, and in nothing else.</summary>
    private const int Exponent = 0x7F80_0000;

    /// <summary>
    /// Whether all values of a tensor are finite. On the CPU one pass over the memory, which takes a tenth of libtorch's three operators; elsewhere it
    /// waits for the device.
    /// </summary>
    /// <param name="tensor">Dense, or sparse as gradients of embeddings are.</param>
    public static bool AreAll(torch.Tensor tensor)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using IDisposable noGrad = torch.no_grad();
        torch.Tensor values = tensor.is_sparse ? tensor.SparseValues : tensor;
        if (values.NumberOfElements == 0)
        {
            return true;
        }

        if (values.device_type != DeviceType.CPU || values.dtype != torch.float32)
        {
            return values.isfinite().all().cpu().item<bool>();
        }

        bool areAll = true;
        TensorBytes.ForEachPart(values.contiguous(), part => areAll = areAll && AreAll(MemoryMarshal.Cast<byte, float>(part)));
        return areAll;
    }

    /// <summary>Whether all values are finite.</summary>
    public static bool AreAll(ReadOnlySpan<float> values)
    {
        ReadOnlySpan<Vector<int>> vectors = MemoryMarshal.Cast<float, Vector<int>>(values);
        var exponent = new Vector<int>(Exponent);
        Vector<int> found = Vector<int>.Zero;
        foreach (Vector<int> bits in vectors)
        {
            found |= Vector.Equals(bits & exponent, exponent);
        }

        if (found != Vector<int>.Zero)
        {
            return false;
        }

        foreach (float value in values[(vectors.Length * Vector<int>.Count)..])
        {
            if (!float.IsFinite(value))
            {
                return false;
            }
        }

        return true;
    }
}
