using System.Runtime.InteropServices;

namespace MmoePipeline.Modeling.Kernels;

/// <summary>The memory of tensors, for kernels in managed code.</summary>
internal static class TensorSpans
{
    /// <summary>
    /// Whether kernels over plain memory can compute with the tensor: float32, on the CPU, and below 2 GiB, the longest span.
    /// </summary>
    public static bool IsPlain(this torch.Tensor tensor) =>
        tensor.device_type == DeviceType.CPU && tensor.dtype == torch.ScalarType.Float32
        && tensor.numel() <= int.MaxValue / sizeof(float);

    /// <summary>The elements of a contiguous float32 tensor on the CPU, row by row.</summary>
    public static Span<float> Floats(this torch.Tensor tensor) =>
        tensor.numel() == 0 ? [] : MemoryMarshal.Cast<byte, float>(tensor.bytes);

    /// <summary>The elements of a contiguous int64 tensor on the CPU, row by row.</summary>
    public static ReadOnlySpan<long> Integers(this torch.Tensor tensor) =>
        tensor.numel() == 0 ? [] : MemoryMarshal.Cast<byte, long>(tensor.bytes);
}
