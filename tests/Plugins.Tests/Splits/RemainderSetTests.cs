using MmoePipeline.Plugins.Splits.Modulo;

namespace MmoePipeline.Plugins.Tests.Splits;

public sealed class RemainderSetTests
{
    [Theory]
    [InlineData("0-6", "0,1,2,3,4,5,6")]
    [InlineData("7", "7")]
    [InlineData("8-9, 1", "1,8,9")]
    [InlineData("3-3,3", "3")]
    public void Reads_numbers_and_ranges(string text, string remainders) =>
        Assert.Equal(remainders, string.Join(',', RemainderSet.Parse(text, 10, out _)!.Remainders));

    [Theory]
    [InlineData("", "''")]
    [InlineData("a", "'a'")]
    [InlineData("5-3", "'5-3'")]
    [InlineData("-1", "'-1'")]
    [InlineData("1-2-3", "'1-2-3'")]
    [InlineData("8-10", "10 in '8-10'")]
    public void Names_what_is_wrong(string text, string problem)
    {
        Assert.Null(RemainderSet.Parse(text, 10, out string found));
        Assert.EndsWith($"found {problem}", found, StringComparison.Ordinal);
    }
}
