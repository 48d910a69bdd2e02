using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace MmoePipeline.Randomness;

/// <summary>
/// All random draws of a run. Every use opens a stream of its own by name, so that a part that draws more, or a part that
/// is added, doesn't change what the others get.
/// </summary>
/// <param name="seed">The run's seed.</param>
public sealed class RandomStreams(long seed) : IDisposable
{
    private readonly SortedDictionary<string, RandomStream> _streams = new(StringComparer.Ordinal);

    /// <summary>The streams that were opened, by name.</summary>
    public IReadOnlyDictionary<string, RandomStream> Opened => _streams;

    /// <summary>Opens a stream; this object owns it.</summary>
    /// <param name="name">The stream's name, unique within a run, for instance <c>model.gates.dropout</c>.</param>
    /// <param name="device">Where the stream draws; the CPU by default.</param>
    /// <exception cref="ArgumentException">A stream of that name is open already.</exception>
    public RandomStream Open(string name, torch.Device? device = null)
    {
        if (_streams.ContainsKey(name))
        {
            throw new ArgumentException($"The random stream '{name}' is open already.", nameof(name));
        }

        var stream = new RandomStream(name, SeedOf(name), device ?? torch.CPU);
        _streams.Add(name, stream);
        return stream;
    }

    /// <summary>
    /// The seed of a stream: the first eight bytes of the SHA-256 of run seed and name, so that streams are independent
    /// whatever the seeds, and the same on every machine.
    /// </summary>
    /// <param name="name">The stream's name.</param>
    public ulong SeedOf(string name) => BinaryPrimitives.ReadUInt64LittleEndian(
        SHA256.HashData(Encoding.UTF8.GetBytes($"{seed}/{name}")));

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (RandomStream stream in _streams.Values)
        {
            stream.Dispose();
        }

        _streams.Clear();
    }
}
