using MmoePipeline.Runs.Storage;

namespace MmoePipeline.Host.Tests.Storage;

public sealed class ExactReadTests
{
    private static readonly byte[] Content = [.. Enumerable.Range(0, 100).Select(value => (byte)value)];

    /// <summary>A system that gives 7 bytes at most in a call.</summary>
    [Fact]
    public void Short_reads_are_completed()
    {
        byte[] to = new byte[50];
        ExactRead.Fill(Short, to, 25);
        Assert.Equal(Content[25..75], to);
    }

    [Fact]
    public void The_end_of_the_file_is_an_error()
    {
        byte[] to = new byte[50];
        Assert.Throws<EndOfStreamException>(() => ExactRead.Fill(Short, to, 51));
    }

    private static int Short(Span<byte> to, long at)
    {
        int count = Math.Min(Math.Min(7, to.Length), Content.Length - (int)at);
        Content.AsSpan((int)at, count).CopyTo(to);
        return count;
    }
}
