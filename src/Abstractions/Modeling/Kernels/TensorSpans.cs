using System.Runtime.InteropServices;

namespace MmoePipeline.Modeling.Kernels;

/// <summary>The memory of tensors, for kernels in managed code.</summary>
internal static class TensorSpans
{
    /// <summary>Whether kernels over plain memory can compute with the tensor.</summary>
    public static bool IsPlain(this torch.Tensor tensor) =>
        tensor.device_type == DeviceType.CPU && tensor.dtype == torch.ScalarType.Float32;

    /// <summary>The elements of a contiguous float32 tensor on the CPU, row by row.</summary>
    public static Span<float> Floats(this torch.Tensor tensor) =>
        tensor.numel() == 0 ? [] : MemoryMarshal.Cast<byte, float>(tensor.bytes);

    /// <summary>The elements of a contiguous int64 tensor on the CPU, row by row.</summary>
    public static ReadOnlySpan<long> Integers(this torch.Tensor tensor) =>
        tensor.numel() == 0 ? [] : MemoryMarshal.Cast<byte, long>(tensor.bytes);

    /// <summary>Says so where a gradient's graph is asked for: kernels in managed code have first derivatives only.</summary>
    /// <exception cref="NotSupportedException">Backward runs with a graph of its own.</exception>
    public static void RefuseSecondDerivative(string function)
    {
        if (torch.is_grad_enabled())
        {
            throw new NotSupportedException(
                $"{function} has no second derivative; call backward without create_graph.");
        }
    }
}
