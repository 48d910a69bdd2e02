using Microsoft.Win32.SafeHandles;
using MmoePipeline.Runs.Storage;

namespace MmoePipeline.Host.Tests.Storage;

public sealed class DiskFlushTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("mmoe-flush").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void What_was_written_is_there()
    {
        string path = Path.Combine(_folder, "a");
        using (FileStream file = new(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read))
        {
            file.Write("abc"u8);
            DiskFlush.Flush(file);
            using FileStream reader = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            Assert.Equal(3, reader.Length);
        }

        DiskFlush.FlushFolder(_folder);
    }

    /// <summary>.NET's own flush says nothing here. That a disk's own error is heard is for the campaign of failing files.</summary>
    [FactOn("the system's own error of a flush", "linux")]
    public void What_the_system_does_not_take_is_told_with_the_name()
    {
        using var nothing = new SafeFileHandle((nint)0x7FFF_FFFF, ownsHandle: false);
        IOException told = Assert.Throws<IOException>(() => DiskFlush.Flush(nothing, "weights.bin"));
        Assert.Equal("weights.bin: the disk has not taken what was written: Bad file descriptor", told.Message);

        string nowhere = Path.Combine(_folder, "nowhere");
        Assert.Equal($"{nowhere}: No such file or directory", Assert.Throws<IOException>(() => DiskFlush.FlushFolder(nowhere)).Message);
    }
}
