namespace MmoePipeline.Testing.Checks;

/// <summary>Compares a result with what is due.</summary>
internal static class ResultShape
{
    /// <summary>Problems of a float32 result.</summary>
    public static IEnumerable<string> Problems(string where, Tensor result, params long[] due)
    {
        if (!result.shape.SequenceEqual(due))
        {
            yield return $"{where}: expected the shape [{string.Join(", ", due)}], found [{string.Join(", ", result.shape)}].";
        }

        if (result.dtype != torch.float32)
        {
            yield return $"{where}: expected Float32, found {result.dtype}.";
        }

        if (!result.isfinite().all().item<bool>())
        {
            yield return $"{where}: the result has values that are not finite.";
        }
    }
}
