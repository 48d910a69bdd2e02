namespace MmoePipeline.Testing.Subjects;

/// <summary>Compares tensors bit for bit, so that a NaN is equal to itself.</summary>
internal static class TensorBits
{
    public static bool AreEqual(Tensor one, Tensor other) =>
        one.dtype == other.dtype && one.shape.SequenceEqual(other.shape) && Bytes(one).AsSpan().SequenceEqual(Bytes(other));

    public static bool AreEqual(ImmutableArray<Tensor> one, ImmutableArray<Tensor> other) =>
        one.Length == other.Length && one.Zip(other).All(pair => AreEqual(pair.First, pair.Second));

    private static byte[] Bytes(Tensor tensor)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        return tensor.detach().cpu().contiguous().bytes.ToArray();
    }
}
