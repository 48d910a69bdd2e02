namespace MmoePipeline.Testing.Checks;

/// <summary>Compares a result with what is due.</summary>
internal static class ResultShape
{
    /// <summary>Problems of a float32 result.</summary>
    public static IEnumerable<string> Problems(string where, Tensor result, params long[] due)
    {
        if (!result.shape.SequenceEqual(due))
        {
            yield return $"{where}: the result has the shape [{string.Join(", ", result.shape)}], [{string.Join(", ", due)}] is due.";
        }

        if (result.dtype != torch.float32)
        {
            yield return $"{where}: the result is {result.dtype}, Float32 is due.";
        }

        if (!result.isfinite().all().item<bool>())
        {
            yield return $"{where}: the result has values that are not finite.";
        }
    }
}
