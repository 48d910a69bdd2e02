using MmoePipeline.Generators.Parsing;

namespace MmoePipeline.Generators.Tests;

public sealed class KebabCaseTests
{
    [Theory]
    [InlineData("Relu", "relu")]
    [InlineData("LogVariance", "log-variance")]
    [InlineData("HTTPProxy", "http-proxy")]
    [InlineData("GPUOnly", "gpu-only")]
    [InlineData("Top5", "top5")]
    public void Comes_from_pascal_case(string pascal, string kebab) => Assert.Equal(kebab, KebabCase.From(pascal));

    [Theory]
    [InlineData("a", true)]
    [InlineData("gate-dropout2", true)]
    [InlineData("", false)]
    [InlineData("-a", false)]
    [InlineData("a-", false)]
    [InlineData("a--b", false)]
    [InlineData("aB", false)]
    [InlineData("a_b", false)]
    public void Is_recognised(string name, bool expected) => Assert.Equal(expected, KebabCase.Is(name));
}
