namespace MmoePipeline.Randomness;

/// <summary>A seeded source of random tensors; opened by <see cref="RandomStreams"/>, which owns it.</summary>
public sealed class RandomStream : IDisposable
{
    private readonly torch.Generator _generator;
    private long _draws;
    private bool _isShared;

    internal RandomStream(string name, ulong seed, torch.Device device)
    {
        Name = name;
        _generator = new torch.Generator(seed, device);
    }

    /// <summary>The stream's name within the run.</summary>
    public string Name { get; }

    /// <summary>
    /// The generator, for functions that take one. What such functions draw is not seen by the stream, so that its state is then saved before every
    /// step that may be taken back.
    /// </summary>
    public torch.Generator Generator
    {
        get
        {
            _isShared = true;
            return _generator;
        }
    }

    /// <summary>
    /// The number of draws so far: while it stays the same, so does the stream's state. Null where that isn't known, because the
    /// <see cref="Generator"/> was handed out.
    /// </summary>
    public long? Draws => _isShared ? null : _draws;

    /// <summary>Copies the stream's state.</summary>
    /// <returns>A tensor of bytes on the CPU that the caller owns.</returns>
    public torch.Tensor SaveState() => _generator.get_state();

    /// <summary>Returns the stream to a state of before, after which it draws the same numbers again.</summary>
    /// <param name="state">What <see cref="SaveState"/> gave for a stream on the same kind of device.</param>
    public void LoadState(torch.Tensor state)
    {
        _generator.set_state(state);
        _draws++;
    }

    /// <summary>Draws from the uniform distribution on <c>[low, high)</c>.</summary>
    /// <param name="shape">The shape.</param>
    /// <param name="low">The lower bound.</param>
    /// <param name="high">The upper bound.</param>
    /// <returns>A float32 tensor that the caller owns.</returns>
    public torch.Tensor Uniform(ReadOnlySpan<long> shape, double low = 0, double high = 1) =>
        Empty(shape).uniform_(low, high, _generator);

    /// <summary>Draws from the normal distribution with mean 0.</summary>
    /// <param name="shape">The shape.</param>
    /// <param name="standardDeviation">The standard deviation.</param>
    /// <returns>A float32 tensor that the caller owns.</returns>
    public torch.Tensor Normal(ReadOnlySpan<long> shape, double standardDeviation = 1) =>
        Empty(shape).normal_(0, standardDeviation, _generator);

    /// <summary>Draws ones with some probability, zeros otherwise.</summary>
    /// <param name="shape">The shape.</param>
    /// <param name="probability">The probability of a one, in [0, 1].</param>
    /// <returns>A float32 tensor that the caller owns.</returns>
    public torch.Tensor Bernoulli(ReadOnlySpan<long> shape, double probability) =>
        Empty(shape).bernoulli_(probability, _generator);

    /// <inheritdoc/>
    public void Dispose() => _generator.Dispose();

    private torch.Tensor Empty(ReadOnlySpan<long> shape)
    {
        _draws++;
        return torch.empty(shape, torch.float32, _generator.device);
    }
}
