using MmoePipeline.Generators.Parsing;

namespace MmoePipeline.Generators.Tests;

public sealed class ConfigurationNameTests
{
    [Theory]
    [InlineData("Relu", "relu")]
    [InlineData("LogVariance", "log-variance")]
    [InlineData("HTTPProxy", "http-proxy")]
    [InlineData("GPUOnly", "gpu-only")]
    [InlineData("Top5", "top5")]
    public void Kebab_case_comes_from_pascal_case(string pascal, string kebab) => Assert.Equal(kebab, ConfigurationName.Kebab(pascal));

    [Theory]
    [InlineData("Count", "count")]
    [InlineData("LearningRate", "learningRate")]
    [InlineData("URLPath", "urlPath")]
    [InlineData("URL", "url")]
    [InlineData("X", "x")]
    [InlineData("Beta1", "beta1")]
    [InlineData("IO2", "io2")]
    public void Camel_case_comes_from_pascal_case(string pascal, string camel) => Assert.Equal(camel, ConfigurationName.Camel(pascal));

    [Theory]
    [InlineData("a", true)]
    [InlineData("gate-dropout2", true)]
    [InlineData("", false)]
    [InlineData("-a", false)]
    [InlineData("a-", false)]
    [InlineData("a--b", false)]
    [InlineData("aB", false)]
    [InlineData("a_b", false)]
    public void Kebab_case_is_recognised(string name, bool expected) => Assert.Equal(expected, ConfigurationName.IsKebab(name));

    [Theory]
    [InlineData("LowRank", "low-rank")]
    [InlineData("Größe2", "gr-e2")]
    [InlineData("@class", "class")]
    [InlineData("名前", null)]
    public void Suggestions_are_of_plain_letters(string name, string? kebab) => Assert.Equal(kebab, ConfigurationName.SuggestKebab(name));
}
