using MmoePipeline.Configuration;
using MmoePipeline.Runs.Configuration;
using MmoePipeline.Runs.Plugins;

namespace MmoePipeline.Host.Tests.Configuration;

/// <summary>A secret beside a mistake: the message of the mistake doesn't show it.</summary>
public sealed class SecretConfigurationTests
{
    private const string Value = "open sesame";

    [Theory]
    [InlineData("""vault={ "key": "open sesame", "doors": "many" }""", "--set vault: vault.doors: is \"many\", a whole number is due")]
    [InlineData("""vault={ "key": "open sesame", "dors": 2 }""", "--set vault: vault.dors: unknown key; this section has key, doors; did you mean 'doors'?")]
    [InlineData("""vault={ "key": "open sesame", "doors": 2 """, "--set vault: vault: is no JSON")]
    [InlineData("""vault=["open sesame", """, "--set vault: vault: is no JSON")]
    [InlineData("""vault="open sesame""", "--set vault: vault: is no JSON")]
    [InlineData("vault.ky=open sesame", "--set vault.ky: vault.ky: unknown key; this section has key, doors; did you mean 'key'?")]
    [InlineData("vault.key.of=open sesame", "--set vault.key.of: vault.key: has nothing inside, it is a text")]
    [InlineData("vault.key= ", "--set vault.key: vault.key: is \"***\", a text that is not blank is due")]
    [InlineData("..vault=open sesame", "--set ..vault: PATH=VALUE is due")]
    [InlineData("=open sesame", "--set: PATH=VALUE is due")]
    public void A_mistake_on_the_command_line(string argument, string problem)
    {
        var problems = new List<ConfigurationProblem>();
        Override? change = Override.FromArgument(argument, problems);
        Assert.StartsWith(problem, string.Join('\n', Problems(change, problems)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("MMOE__vault", """{ "key": "open sesame", "doors": "many" }""", "environment variable MMOE__vault: vault.doors: is \"many\"")]
    [InlineData("MMOE__vault", """{ "key": "open sesame" """, "environment variable MMOE__vault: vault: is no JSON")]
    [InlineData("MMOE__vault__ky", "open sesame", "environment variable MMOE__vault__ky: vault.ky: unknown key")]
    public void A_mistake_in_the_environment(string variable, string value, string problem)
    {
        Override change = Override.FromEnvironment([KeyValuePair.Create(variable, value)]).Single();
        Assert.StartsWith(problem, string.Join('\n', Problems(change, [])), StringComparison.Ordinal);
    }

    /// <summary>All problems, as a person sees them; none of what is told shows the secret.</summary>
    private static string[] Problems(Override? change, List<ConfigurationProblem> problems)
    {
        ConfigurationNode root = JsonTree.Read(
            """{ "vault": { "key": "open sesame", "doors": 2 } }"""u8.ToArray(), "", _ => new ConfigurationPlace("vault.json"), ".", problems)!;
        ConfigurationNode changed = change is null ? root : new Overlay(problems).Apply(root, change);
        OptionsBinding.Bind<VaultSection>(changed, PluginRegistry.Empty, out ImmutableArray<ConfigurationProblem> ofOptions);
        ConfigurationProblem[] all = [.. problems, .. ofOptions];
        foreach (ConfigurationProblem problem in all)
        {
            foreach (string? told in new[] { $"{problem}", problem.Place.Source, problem.Seen, problem.Rule, problem.DidYouMean })
            {
                Assert.DoesNotContain(Value, told ?? "", StringComparison.Ordinal);
            }
        }

        return [.. all.Select(problem => problem.ToString())];
    }
}
