using MmoePipeline.Configuration;
using MmoePipeline.Testing.Options;
using MmoePipeline.Testing.Tests.Broken;

namespace MmoePipeline.Testing.Tests;

/// <summary>Options that hold secrets are read again as they were written, and a plugin that shows a secret is found.</summary>
public sealed class SecretPluginTests : IDisposable
{
    private readonly string _variable = $"MMOE_TEST_{Guid.NewGuid():N}";

    public SecretPluginTests() => Environment.SetEnvironmentVariable(_variable, "open barley");

    public void Dispose() => Environment.SetEnvironmentVariable(_variable, null);

    [Theory]
    [InlineData(Telling.Nowhere, null, null)]
    [InlineData(Telling.Options, ConformanceCheck.Options, "a secret is in the text of the options")]
    [InlineData(Telling.Description, ConformanceCheck.Promises, "Description, DescribeRow or Fingerprint shows a secret")]
    [InlineData(Telling.Row, ConformanceCheck.Promises, "Description, DescribeRow or Fingerprint shows a secret")]
    [InlineData(Telling.Fingerprint, ConformanceCheck.Promises, "Description, DescribeRow or Fingerprint shows a secret")]
    public void A_secret_that_is_shown_is_found(Telling telling, ConformanceCheck? check, string? problem)
    {
        ImmutableArray<ConformanceFailure> failures = Check(
            $$"""{ "telling": "{{telling.ToString().ToLowerInvariant()}}", "password": "open sesame", "keys": ["open wheat", "env:{{_variable}}"] }""");
        Assert.Equal(check is null ? [] : [check.Value], failures.Select(failure => failure.Check));
        Assert.All(failures, failure => Assert.Contains(problem!, failure.Problem, StringComparison.Ordinal));
        Assert.All(failures, failure => Assert.DoesNotContain("open", failure.Problem, StringComparison.Ordinal));
    }

    [Fact]
    public void A_variable_that_is_not_set_is_told() => Assert.Contains(
        "the environment variable MMOE_TEST_NONE is not set",
        Assert.Single(Check("""{ "password": "env:MMOE_TEST_NONE" }""")).Problem,
        StringComparison.Ordinal);

    private static ImmutableArray<ConformanceFailure> Check(string configuration)
    {
        PluginDescriptor plugin = PluginConformance.PluginsOf(typeof(TellingDataSource).Assembly).Single(plugin => plugin.Name == "telling");
        return PluginConformance.Check(plugin, new ConformanceOptions { Configuration = configuration });
    }
}
