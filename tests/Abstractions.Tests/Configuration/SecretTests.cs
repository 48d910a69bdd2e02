using MmoePipeline.Configuration;
using MmoePipeline.Configuration.Forms;
using MmoePipeline.Configuration.Tree;

namespace MmoePipeline.Abstractions.Tests.Configuration;

public sealed class SecretTests
{
    private const string Value = "Password=open sesame";

    [Fact]
    public void A_secret_is_written_as_the_variable_that_a_configuration_is_overridden_by()
    {
        Secret secret = Read(Nodes.Text(Value) with { Path = "data.source.connection" });
        Assert.Equal(Value, secret.Reveal());
        Assert.Equal("\"env:MMOE__data__source__connection\"", OptionsWriter.ToJson(OptionForms.Secret, secret));
    }

    [Fact]
    public void A_secret_of_a_variable_is_read_from_it_and_written_as_it()
    {
        string variable = $"MMOE_TEST_{Guid.NewGuid():N}";
        Assert.Equal(
            "MMOE1113",
            Nodes.Problem(OptionForms.Secret, Nodes.Text($"env:{variable}")));
        Environment.SetEnvironmentVariable(variable, Value);
        try
        {
            Secret secret = Read(Nodes.Text($"env:{variable}"));
            Assert.Equal(Value, secret.Reveal());
            Assert.Equal($"\"env:{variable}\"", OptionsWriter.ToJson(OptionForms.Secret, secret));
        }
        finally
        {
            Environment.SetEnvironmentVariable(variable, null);
        }
    }

    [Fact]
    public void Nothing_that_is_made_of_a_secret_shows_it()
    {
        var secret = new Secret(Value, "NAME");
        Assert.Equal("***", $"{secret}");
        Assert.DoesNotContain("sesame", $"{new Holder(secret)}", StringComparison.Ordinal);
        Assert.Equal(secret, new Secret(Value, "OTHER"));
        Assert.NotEqual(secret, new Secret("other", "NAME"));
    }

    [Fact]
    public void A_value_of_another_kind_is_refused_without_being_shown()
    {
        Assert.All(
            (ConfigurationNode[])[Nodes.Number("12345"), Nodes.Text("  ")],
            node =>
            {
                ConfigurationProblem problem = Nodes.Problems(OptionForms.Secret, node).Single();
                Assert.Equal(("MMOE1101", "\"***\""), (problem.Code, problem.Seen));
                Assert.DoesNotContain(node.Text, $"{problem}", StringComparison.Ordinal);
            });
    }

    /// <summary>What reads values of the environment takes digits for a number.</summary>
    [Theory]
    [InlineData(ConfigurationOrigin.Environment)]
    [InlineData(ConfigurationOrigin.CommandLine)]
    public void A_secret_of_digits_is_one_outside_of_a_file(ConfigurationOrigin origin) => Assert.Equal(
        "0012.50", Read(Nodes.Number("0012.50") with { Place = new ConfigurationPlace("x") { Origin = origin } }).Reveal());

    private static Secret Read(ConfigurationNode node)
    {
        (bool isRight, Secret secret, string problem) = Nodes.Read(OptionForms.Secret, node);
        Assert.True(isRight, problem);
        return secret;
    }

    private sealed record Holder(Secret Secret);
}
