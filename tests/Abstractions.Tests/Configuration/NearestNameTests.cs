using CsCheck;
using MmoePipeline.Configuration.Tree;

namespace MmoePipeline.Abstractions.Tests.Configuration;

public sealed class NearestNameTests
{
    [Theory]
    [InlineData("sede", "seed")]
    [InlineData("batchsize", "batchSize")]
    [InlineData("epochs ", "epochs")]
    [InlineData("epoch", "epochs")]
    [InlineData("tpye", "type")]
    public void Finds_what_was_meant(string written, string meant) =>
        Assert.Equal(meant, NearestName.Find(written, ["seed", "batchSize", "epochs", "type", "optimizer"]));

    [Theory]
    [InlineData("learning")]
    [InlineData("")]
    [InlineData("x")]
    public void Finds_nothing_where_nothing_is_near(string written) =>
        Assert.Null(NearestName.Find(written, ["seed", "batchSize", "epochs", "optimizer"]));

    [Fact]
    public void A_name_is_nearest_to_itself() => Gen.Select(Gen.String[Gen.Char.AlphaNumeric, 1, 12], Gen.String[Gen.Char.AlphaNumeric, 1, 12].Array[0, 6])
        .Sample((name, others) => NearestName.Find(name, [.. others, name])!.Equals(name, StringComparison.OrdinalIgnoreCase));

    [Fact]
    public void One_letter_too_many_is_no_obstacle() => Gen.Select(Gen.String[Gen.Char.AlphaNumeric, 3, 12], Gen.Int[0, 3], Gen.Char.AlphaNumeric)
        .Sample((name, at, letter) => NearestName.Find(name.Insert(at, $"{letter}"), [name]) == name);
}
