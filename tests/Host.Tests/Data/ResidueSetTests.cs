using MmoePipeline.Host.Data;

namespace MmoePipeline.Host.Tests.Data;

public sealed class ResidueSetTests
{
    [Theory]
    [InlineData("0-6", "0,1,2,3,4,5,6")]
    [InlineData("7", "7")]
    [InlineData("8-9, 1", "1,8,9")]
    [InlineData("3-3,3", "3")]
    public void Reads_numbers_and_ranges(string text, string residues) =>
        Assert.Equal(residues, string.Join(',', ResidueSet.Parse(text, 10, out _)!.Residues));

    [Theory]
    [InlineData("", "'' is no number and no range such as 0-6")]
    [InlineData("a", "'a' is no number and no range such as 0-6")]
    [InlineData("5-3", "'5-3' is no number and no range such as 0-6")]
    [InlineData("-1", "'-1' is no number and no range such as 0-6")]
    [InlineData("1-2-3", "'1-2-3' is no number and no range such as 0-6")]
    [InlineData("8-10", "'8-10' holds 10, but residues modulo 10 are 0 to 9")]
    public void Tells_what_is_none(string text, string problem)
    {
        Assert.Null(ResidueSet.Parse(text, 10, out string found));
        Assert.Equal(problem, found);
    }
}
