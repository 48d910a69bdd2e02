using System.Security.Cryptography;
using MmoePipeline.Runs.Plugins.Trust;
using MmoePipeline.Runs.Storage;

namespace MmoePipeline.Runs.Plugins.DropIns;

/// <summary>A file of a plugin as it was when the program started: its hash and, where code is loaded from it, the bytes that were hashed.</summary>
/// <param name="Path">The full path of its name within the drop-in folder.</param>
/// <param name="Real">Where that leads when links are followed.</param>
/// <param name="Hash">The SHA-256 of its bytes, in small hexadecimal digits.</param>
internal sealed record DropInFile(string Path, string Real, string Hash)
{
    private readonly byte[]? _bytes;

    /// <summary>Reads a file, and judges who may change it by the very file that is read.</summary>
    /// <param name="path">The full path of its name.</param>
    /// <param name="real">Where that leads when links are followed.</param>
    /// <param name="groups">Who is in which group.</param>
    /// <param name="refusal">Why it is not to be trusted; null where it is.</param>
    /// <exception cref="IOException">It can't be read.</exception>
    public static DropInFile? Read(string path, string real, UnixGroups groups, out string? refusal)
    {
        // A pipe would wait for somebody to write into it.
        if (FileStatus.OfName(real) is { IsRegular: false })
        {
            refusal = $"{System.IO.Path.GetRelativePath(".", path)} is not a file, but a pipe, a socket or a device; delete it";
            return null;
        }

        using FileStream stream = Open(real);
        refusal = WriteAccess.Refusal(real, stream.SafeFileHandle, groups);
        if (refusal is not null)
        {
            return null;
        }

        if (!HoldsCode(path))
        {
            return new DropInFile(path, real, Convert.ToHexStringLower(SHA256.HashData(stream)));
        }

        byte[] bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return new DropInFile(path, real, bytes);
    }

    private DropInFile(string path, string real, byte[] bytes)
        : this(path, real, Convert.ToHexStringLower(SHA256.HashData(bytes))) => _bytes = bytes;

    /// <summary>The bytes that were hashed.</summary>
    /// <exception cref="FileLoadException">They were not kept, and the file was changed since.</exception>
    /// <exception cref="IOException">They were not kept, and the file can't be read.</exception>
    public byte[] Bytes()
    {
        if (_bytes is not null)
        {
            return _bytes;
        }

        byte[] bytes = File.ReadAllBytes(Real);
        return Convert.ToHexStringLower(SHA256.HashData(bytes)) == Hash ? bytes : throw Changed();
    }

    /// <summary>Copies the bytes that were hashed into a new file.</summary>
    /// <param name="path">The new file.</param>
    /// <exception cref="FileLoadException">The file was changed since it was hashed.</exception>
    /// <exception cref="IOException">It can't be read, or not be written.</exception>
    public void CopyTo(string path)
    {
        if (_bytes is not null)
        {
            File.WriteAllBytes(path, _bytes);
            return;
        }

        using FileStream from = Open(Real);
        using FileStream to = new(path, FileMode.CreateNew, FileAccess.ReadWrite);
        from.CopyTo(to);
        to.Position = 0;

        // Of the copy, which nobody else may change: the original may change between two looks at it.
        if (Convert.ToHexStringLower(SHA256.HashData(to)) != Hash)
        {
            throw Changed();
        }
    }

    private static FileStream Open(string path) => new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);

    private static bool HoldsCode(string path) => System.IO.Path.GetExtension(path).ToUpperInvariant() is ".DLL" or ".PDB" or ".EXE";

    private FileLoadException Changed() => new(
        $"{Path} was changed after the program had started; start it again, so that the file is checked and hashed as it is now");
}
