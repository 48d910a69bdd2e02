namespace MmoePipeline.Randomness;

/// <summary>A seeded source of random tensors; opened by <see cref="RandomStreams"/>, which owns it.</summary>
public sealed class RandomStream : IDisposable
{
    internal RandomStream(string name, ulong seed, torch.Device device)
    {
        Name = name;
        Generator = new torch.Generator(seed, device);
    }

    /// <summary>The stream's name within the run.</summary>
    public string Name { get; }

    /// <summary>The generator, for functions that take one.</summary>
    public torch.Generator Generator { get; }

    /// <summary>Draws from the uniform distribution on <c>[low, high)</c>.</summary>
    /// <param name="shape">The shape.</param>
    /// <param name="low">The lower bound.</param>
    /// <param name="high">The upper bound.</param>
    /// <returns>A float32 tensor that the caller owns.</returns>
    public torch.Tensor Uniform(ReadOnlySpan<long> shape, double low = 0, double high = 1) =>
        torch.empty(shape, torch.float32, Generator.device).uniform_(low, high, Generator);

    /// <summary>Draws from the normal distribution with mean 0.</summary>
    /// <param name="shape">The shape.</param>
    /// <param name="standardDeviation">The standard deviation.</param>
    /// <returns>A float32 tensor that the caller owns.</returns>
    public torch.Tensor Normal(ReadOnlySpan<long> shape, double standardDeviation = 1) =>
        torch.empty(shape, torch.float32, Generator.device).normal_(0, standardDeviation, Generator);

    /// <summary>Draws ones with some probability, zeros otherwise.</summary>
    /// <param name="shape">The shape.</param>
    /// <param name="probability">The probability of a one, in [0, 1].</param>
    /// <returns>A float32 tensor that the caller owns.</returns>
    public torch.Tensor Bernoulli(ReadOnlySpan<long> shape, double probability) =>
        torch.empty(shape, torch.float32, Generator.device).bernoulli_(probability, Generator);

    /// <inheritdoc/>
    public void Dispose() => Generator.Dispose();
}
