using System.Buffers;
using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;
using MmoePipeline.Runs.Storage;
using TorchSharp;

namespace MmoePipeline.Inference.Weights;

/// <summary>
/// Reads tensors from a file in the safetensors format. It trusts nothing in the file: header, types, shapes and places are checked
/// before memory is taken for them, and the values against the checksum that the program's own files have.
/// </summary>
internal sealed class SafetensorsReader : IDisposable
{
    private const int ReadAtOnce = 1 << 20;

    /// <summary>The limit of the format's own library.</summary>
    private const long LongestHeader = 100_000_000;

    private readonly SafeFileHandle _file;
    private readonly string _path;
    private readonly SafetensorsHeader _header;

    private SafetensorsReader(SafeFileHandle file, string path)
    {
        (_file, _path) = (file, path);
        try
        {
            _header = ReadHeader();
            RequireChecksum();
        }
        catch (FormatException exception)
        {
            throw Fault(exception.Message);
        }
    }

    /// <summary>What is in the file, by name.</summary>
    public ImmutableSortedDictionary<string, StoredTensor> Tensors => _header.Tensors;

    /// <summary>The texts in its header.</summary>
    public ImmutableSortedDictionary<string, string> Metadata => _header.Metadata;

    /// <summary>Opens a file and checks all of it.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The reader, which holds the file open.</returns>
    /// <exception cref="BadInputException">There is no such file, it can't be read, or is no whole safetensors file.</exception>
    public static SafetensorsReader Open(string path)
    {
        SafeFileHandle? file = null;
        try
        {
            file = File.OpenHandle(path);
            return new SafetensorsReader(file, path);
        }
        catch (Exception exception)
        {
            file?.Dispose();
            if (exception is IOException or UnauthorizedAccessException)
            {
                throw File.Exists(path)
                    ? new BadInputException(CheckpointCodes.Unreadable, Describe(path), $"can't be read: {exception.Message}")
                    : new BadInputException(CheckpointCodes.NoSuchFile, Describe(path), "there is no such file.");
            }

            throw;
        }
    }

    /// <summary>Opens a file that a run wrote, as <see cref="Open"/> does.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The reader, which holds the file open.</returns>
    /// <exception cref="BadInputException">As of <see cref="Open"/>; or it has no checksum, which every file of a run has.</exception>
    public static SafetensorsReader OpenOfRun(string path)
    {
        SafetensorsReader reader = Open(path);
        if (reader.Metadata.ContainsKey(SafetensorsChecksum.Key))
        {
            return reader;
        }

        reader.Dispose();
        throw reader.Fault("it has no checksum, which the files of a run have");
    }

    /// <summary>Reads a tensor.</summary>
    /// <param name="name">One of <see cref="Tensors"/>.</param>
    /// <returns>The tensor, on the CPU; it belongs to the enclosing dispose scope, or to the caller.</returns>
    /// <exception cref="BadInputException">There is no such tensor, or the file became shorter meanwhile.</exception>
    public torch.Tensor Read(string name)
    {
        StoredTensor stored = Find(name);
        torch.Tensor tensor = torch.empty(stored.Shape.AsSpan(), stored.Type, torch.CPU);
        long at = stored.Start;
        TensorBytes.ForEachPart(tensor, part =>
        {
            Read(part, at);
            at += part.Length;
        });
        return tensor;
    }

    /// <summary>Reads a tensor into one that is there, on any device.</summary>
    /// <param name="name">One of <see cref="Tensors"/>.</param>
    /// <param name="target">A tensor of the same type and shape.</param>
    /// <exception cref="BadInputException">There is no such tensor, it has another type or shape, or the file became shorter meanwhile.</exception>
    public void Read(string name, torch.Tensor target)
    {
        StoredTensor stored = Find(name);
        if (stored.Type != target.dtype || !stored.Shape.AsSpan().SequenceEqual(target.shape))
        {
            throw Fault($"expected {name} as {Words(target.dtype, target.shape)}, found {Words(stored.Type, stored.Shape)}");
        }

        using DisposeScope scope = torch.NewDisposeScope();
        using IDisposable noGrad = torch.no_grad();
        target.copy_(Read(name));
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private static string Describe(string path) => Path.GetRelativePath(".", path);

    private static string Words(torch.ScalarType type, IEnumerable<long> shape) => $"{type} [{string.Join(", ", shape)}]";

    private StoredTensor Find(string name) => Tensors.GetValueOrDefault(name) ?? throw Fault($"it has no tensor '{name}'");

    private SafetensorsHeader ReadHeader()
    {
        long length = RandomAccess.GetLength(_file);
        if (length < sizeof(ulong))
        {
            throw new FormatException($"it has {length} bytes; the length of the header alone takes {sizeof(ulong)}");
        }

        byte[] lengthBytes = new byte[sizeof(ulong)];
        Read(lengthBytes, 0);
        ulong headerLength = BinaryPrimitives.ReadUInt64LittleEndian(lengthBytes);
        long most = Math.Min(length - sizeof(ulong), LongestHeader);
        if (headerLength > (ulong)most)
        {
            throw new FormatException($"its header is said to have {headerLength} bytes; {most} are possible");
        }

        byte[] header = new byte[headerLength];
        Read(header, sizeof(ulong));
        return SafetensorsHeader.Parse(header, sizeof(ulong) + header.Length, length);
    }

    private void RequireChecksum()
    {
        if (!Metadata.TryGetValue(SafetensorsChecksum.Key, out string? stored))
        {
            return;
        }

        var checksum = new SafetensorsChecksum(Metadata);
        byte[] buffer = ArrayPool<byte>.Shared.Rent(ReadAtOnce);
        foreach ((string name, StoredTensor tensor) in Tensors)
        {
            checksum.Append(name, tensor.Type, tensor.Shape);
            for (long done = 0; done < tensor.Bytes;)
            {
                Span<byte> part = buffer.AsSpan(0, (int)Math.Min(buffer.Length, tensor.Bytes - done));
                Read(part, tensor.Start + done);
                checksum.Append(part);
                done += part.Length;
            }
        }

        ArrayPool<byte>.Shared.Return(buffer);
        if (checksum.Text != stored)
        {
            throw new FormatException("its values are not those that were written: the checksum is different");
        }
    }

    private void Read(Span<byte> to, long at)
    {
        try
        {
            ExactRead.Fill(_file, to, at);
        }
        catch (EndOfStreamException)
        {
            throw Fault("it became shorter while it was read");
        }
    }

    private BadInputException Fault(string problem) => new(
        CheckpointCodes.UnusableWeights, Describe(_path), $"is not a checkpoint that can be used: {problem}.");
}
