using MmoePipeline.Randomness;

namespace MmoePipeline.Testing.Subjects;

/// <summary>The data of checks: the same for the same number.</summary>
internal static class Draws
{
    public static Tensor Normal(int data, params long[] shape)
    {
        using var random = new RandomStreams(data);
        return random.Open("conformance").Normal(shape);
    }

    /// <summary>Positive numbers of about 1.</summary>
    public static Tensor Positive(int data, params long[] shape) => Normal(data, shape).exp().add(0.1f);
}
