namespace MmoePipeline.Campaigns.Fuzzing;

/// <summary>What a reader made of its inputs.</summary>
/// <param name="Target">What was read.</param>
/// <param name="Inputs">The number of inputs.</param>
/// <param name="Refused">How many of them were refused with a message; the others were read rightly, or are failures.</param>
/// <param name="Failures">The inputs that it failed on.</param>
internal sealed record FuzzResult(string Target, int Inputs, int Refused, ImmutableArray<FuzzFailure> Failures)
{
    /// <inheritdoc/>
    public override string ToString() =>
        $"{Target}: {Inputs} inputs, {Inputs - Refused - Failures.Length} read, {Refused} refused, {Failures.Length} failures";
}
