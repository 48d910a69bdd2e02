using MmoePipeline.Randomness;
using TorchSharp;

namespace MmoePipeline.Engine.Steps;

/// <summary>Where random streams were, libtorch's own generator included. A stream that draws nothing is copied once and costs nothing after.</summary>
/// <param name="random">The streams; null for libtorch's own generator alone.</param>
internal sealed class StreamSnapshot(RandomStreams? random) : IDisposable
{
    private readonly Dictionary<RandomStream, (long? Draws, torch.Tensor State)> _streams = [];
    private torch.Tensor? _libtorch;

    /// <summary>Copies the states.</summary>
    public void Take()
    {
        _libtorch?.Dispose();
        _libtorch = torch.get_rng_state().DetachFromDisposeScope();
        foreach (RandomStream stream in Streams)
        {
            bool isKnown = _streams.TryGetValue(stream, out (long? Draws, torch.Tensor State) saved);
            if (isKnown && saved.Draws is { } draws && draws == stream.Draws)
            {
                continue;
            }

            if (isKnown)
            {
                saved.State.Dispose();
            }

            _streams[stream] = (stream.Draws, stream.SaveState().DetachFromDisposeScope());
        }
    }

    /// <summary>Returns the streams to where they were when their states were taken last.</summary>
    public void Restore()
    {
        torch.set_rng_state(_libtorch!);
        foreach (RandomStream stream in Streams)
        {
            // A stream that was opened since then has nothing to return to.
            if (_streams.TryGetValue(stream, out (long? Draws, torch.Tensor State) saved) && (saved.Draws is null || saved.Draws != stream.Draws))
            {
                stream.LoadState(saved.State);
                _streams[stream] = saved with { Draws = stream.Draws };
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _libtorch?.Dispose();
        foreach ((_, torch.Tensor state) in _streams.Values)
        {
            state.Dispose();
        }

        _streams.Clear();
    }

    private IEnumerable<RandomStream> Streams => random?.Opened.Values ?? [];
}
