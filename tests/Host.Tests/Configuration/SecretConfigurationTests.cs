using MmoePipeline.Configuration;
using MmoePipeline.Configuration.Tree;
using MmoePipeline.Runs.Configuration;
using MmoePipeline.Runs.Plugins;

namespace MmoePipeline.Host.Tests.Configuration;

/// <summary>A secret beside a mistake: the message of the mistake doesn't show it.</summary>
public sealed class SecretConfigurationTests
{
    private const string Value = "open sesame";

    [Theory]
    [InlineData("""vault={ "key": "open sesame", "doors": "many" }""", "MMOE1101 --set vault: vault.doors: ")]
    [InlineData("""vault={ "key": "open sesame", "dors": 2 }""", "MMOE1102 --set vault: vault.dors: ")]
    [InlineData("""vault={ "key": "open sesame", "doors": 2 """, "MMOE1205 --set vault: vault: ")]
    [InlineData("""vault=["open sesame", """, "MMOE1205 --set vault: vault: ")]
    [InlineData("""vault="open sesame""", "MMOE1205 --set vault: vault: ")]
    [InlineData("vault.ky=open sesame", "MMOE1102 --set vault.ky: vault.ky: ")]
    [InlineData("vault.key.of=open sesame", "MMOE1211 --set vault.key.of: vault.key: ")]
    [InlineData("vault.key= ", "MMOE1101 --set vault.key: vault.key: ")]
    [InlineData("..vault=open sesame", "MMOE1210 --set ..vault: ")]
    [InlineData("=open sesame", "MMOE1210 --set: ")]
    public void A_mistake_on_the_command_line(string argument, string problem)
    {
        var problems = new List<ConfigurationProblem>();
        Override? change = Override.FromArgument(argument, problems);
        Assert.StartsWith(problem, string.Join('\n', Problems(change, problems)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("MMOE__vault", """{ "key": "open sesame", "doors": "many" }""", "MMOE1101 environment variable MMOE__vault: vault.doors: ")]
    [InlineData("MMOE__vault", """{ "key": "open sesame" """, "MMOE1205 environment variable MMOE__vault: vault: ")]
    [InlineData("MMOE__vault__ky", "open sesame", "MMOE1102 environment variable MMOE__vault__ky: vault.ky: ")]
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
