using MmoePipeline.Randomness;

namespace MmoePipeline.Modeling.Layers;

/// <summary>
/// Sets values to zero at random while training, and scales what stays so that the mean is kept (Srivastava et al.: Dropout, JMLR
/// 2014, section 10, inverted). Its draws come from a stream of its own.
/// </summary>
public sealed class Dropout : torch.nn.Module
{
    private readonly double _rate;
    private readonly Scalar _scale;
    private readonly RandomStream? _draws;

    /// <summary>Opens the stream.</summary>
    /// <param name="name">The random stream's name.</param>
    /// <param name="rate">The probability that a value is left out, in [0, 1).</param>
    /// <param name="random">The run's random streams.</param>
    /// <param name="device">Where the values are.</param>
    public Dropout(string name, double rate, RandomStreams random, torch.Device device)
        : base(nameof(Dropout))
    {
        (_rate, _scale) = (rate, 1 / (1 - rate));
        _draws = rate > 0 ? random.Open(name, device) : null;
    }

    /// <summary>Leaves values out in training mode; in evaluation mode, and at rate 0, returns the input.</summary>
    /// <param name="input">Any shape.</param>
    /// <returns>The same shape.</returns>
    public torch.Tensor Forward(torch.Tensor input) => training && _draws is not null
        ? input * _draws.Bernoulli(input.shape, 1 - _rate).to(input.dtype).mul_(_scale)
        : input;

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _scale.Dispose();
        }

        base.Dispose(disposing);
    }
}
