using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using Google.Protobuf;
using Tensorboard;

namespace MmoePipeline.Engine.Events;

/// <summary>
/// An event file of TensorBoard: a record for each event, which is a length, a checksum of the length, the event as a protocol buffer, and a checksum
/// of that. TorchSharp's writer of such files has no way to tell that a run goes on.
/// </summary>
internal sealed class EventFile : IDisposable
{
    private const string Prefix = "events.out.tfevents.";

    private readonly FileStream _file;
    private readonly TimeProvider _time;

    private EventFile(FileStream file, TimeProvider time) => (_file, _time) = (file, time);

    /// <summary>Begins a file whose name comes after those of the folder's other event files: TensorBoard reads them in the order of their names.</summary>
    /// <param name="folder">The folder; made where it is not there.</param>
    /// <param name="firstStep">
    /// The first step that is told from here on: TensorBoard discards what files before this one say of it and of later steps.
    /// </param>
    /// <param name="time">The time of events.</param>
    /// <exception cref="IOException">It can't be written.</exception>
    public static EventFile Begin(string folder, long firstStep, TimeProvider time)
    {
        Directory.CreateDirectory(folder);
        long last = Directory.EnumerateFiles(folder, $"{Prefix}*").Select(Number).DefaultIfEmpty(0).Max();
        long number = Math.Max(time.GetUtcNow().UtcTicks, last + 1);
        string name = string.Create(CultureInfo.InvariantCulture, $"{Prefix}{number}.{Environment.MachineName}");
        var file = new EventFile(new FileStream(Path.Combine(folder, name), FileMode.CreateNew, FileAccess.Write, FileShare.Read), time);
        try
        {
            file.Append(firstStep, new Event { FileVersion = "brain.Event:2" });
            file.Append(firstStep, new Event { SessionLog = new SessionLog { Status = SessionLog.Types.SessionStatus.Start } });
            file.Flush();
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Appends a figure.</summary>
    /// <param name="step">The step that it is of.</param>
    /// <param name="tag">Its name.</param>
    /// <param name="value">Its value.</param>
    /// <exception cref="IOException">It can't be written.</exception>
    public void Append(long step, string tag, float value)
    {
        var summary = new Summary();
        summary.Value.Add(new Summary.Types.Value { Tag = tag, SimpleValue = value });
        Append(step, new Event { Summary = summary });
    }

    /// <summary>Hands what was appended to the system, so that TensorBoard sees it.</summary>
    /// <exception cref="IOException">It can't be written.</exception>
    public void Flush() => _file.Flush();

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private static long Number(string file) =>
        long.TryParse(Path.GetFileName(file)[Prefix.Length..].Split('.')[0], NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? number : 0;

    private void Append(long step, Event happened)
    {
        happened.Step = step;
        happened.WallTime = (_time.GetUtcNow() - DateTimeOffset.UnixEpoch).TotalSeconds;
        byte[] content = happened.ToByteArray();
        Span<byte> length = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)content.Length);
        _file.Write(length);
        WriteChecksum(length);
        _file.Write(content);
        WriteChecksum(content);
    }

    /// <summary>CRC-32C, turned and moved by a constant, as the format has it.</summary>
    private void WriteChecksum(ReadOnlySpan<byte> content)
    {
        uint crc = uint.MaxValue;
        foreach (byte value in content)
        {
            crc = BitOperations.Crc32C(crc, value);
        }

        Span<byte> bytes = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, BitOperations.RotateRight(~crc, 15) + 0xA282EAD8);
        _file.Write(bytes);
    }
}
