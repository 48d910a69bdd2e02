using System.Runtime.InteropServices;
using TorchSharp;

namespace MmoePipeline.Engine.Data.Batches;

/// <summary>Random draws for the order of rows. It owns a generator of its own.</summary>
/// <param name="seed">The same seed gives the same draws.</param>
/// <remarks>
/// It is used on the thread that fills batches and calls nothing of libtorch that computes on several threads: OpenMP would start
/// another team of threads for this one, count more threads than processors, and let those of the training step sleep after
/// every operator, which takes a fifth of a small step (docs/performance.md).
/// </remarks>
internal sealed class RowDraws(ulong seed) : IDisposable
{
    private const int DrawnAtOnce = 1 << 14;
    private const int Bits = 62;

    private readonly torch.Generator _generator = new(seed, torch.CPU);
    private readonly torch.Tensor _draws = torch.empty(DrawnAtOnce, torch.int64, torch.CPU).DetachFromDisposeScope();
    private readonly long[] _drawn = new long[DrawnAtOnce];
    private int _next = DrawnAtOnce;

    /// <summary>
    /// The next steps of the shuffle of Fisher and Yates (Knuth, The Art of Computer Programming, volume 2, algorithm P): when
    /// <paramref name="first"/> has come to the end, every order of the values is as likely as any other.
    /// </summary>
    /// <param name="values">The values; those before <paramref name="first"/> are in their places already.</param>
    /// <param name="first">The first place to fill.</param>
    /// <param name="count">The number of places to fill.</param>
    public void ShuffleNext(Span<int> values, int first, int count)
    {
        for (int place = first; place < first + count; place++)
        {
            int drawn = place + Below(values.Length - place);
            (values[place], values[drawn]) = (values[drawn], values[place]);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _draws.Dispose();
        _generator.Dispose();
    }

    /// <summary>
    /// A whole number in <c>[0, limit)</c>: the upper half of a product, whose bias of <c>limit / 2^62</c> no one could measure.
    /// </summary>
    private int Below(int limit)
    {
        if (_next == DrawnAtOnce)
        {
            _draws.random_(0, 1L << Bits, _generator);
            MemoryMarshal.Cast<byte, long>(_draws.bytes).CopyTo(_drawn);
            _next = 0;
        }

        return (int)Math.BigMul(_drawn[_next++], (long)limit << (64 - Bits), out _);
    }
}
