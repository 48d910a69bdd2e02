using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;
using MmoePipeline.Configuration.Tree;
using MmoePipeline.Runs.Configuration;
using MmoePipeline.Runs.Options;
using MmoePipeline.Runs.Plugins;

namespace MmoePipeline.Host.Tests.Configuration;

/// <summary>Whatever happens to a file, it gives a plan or problems that say where; never an exception, never both.</summary>
public sealed class BrokenFileTests : IDisposable
{
    private const int Cases = 5000;

    private static readonly PluginRegistry Registry = PluginLoader.Load(Path.Combine(Path.GetTempPath(), "no-such-folder"));

    private static readonly string Census = NoRows.In(File.ReadAllText(RepositoryFiles.PathOf("configs", "census.json")));

    private readonly string _folder = Directory.CreateTempSubdirectory("mmoe-broken").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_character_that_is_missing() => Gen.Int[0, Census.Length - 1].Sample(at => AssertPlanOrProblems(Census.Remove(at, 1)), iter: Cases);

    [Fact]
    public void A_value_of_another_type()
    {
        JsonNode document = JsonNode.Parse(
            Census, documentOptions: new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true })!;
        Mutation.OfType(document).Sample(
            mutant => AssertPlanOrProblems(mutant?.ToJsonString(new JsonSerializerOptions { WriteIndented = true }) ?? "null"), iter: Cases);
    }

    [Fact]
    public void A_character_that_is_another_one() => Gen.Select(Gen.Int[0, Census.Length - 1], Gen.Char).Sample(
        (at, letter) => AssertPlanOrProblems(Census.Remove(at, 1).Insert(at, $"{letter}")), iter: Cases / 5);

    private void AssertPlanOrProblems(string text)
    {
        string file = Path.Combine(_folder, $"{Guid.NewGuid():N}.json");
        File.WriteAllText(file, text);
        RunPlan? plan = new RunPlanReader(Registry).Read(file, [], out ImmutableArray<ConfigurationProblem> problems);
        File.Delete(file);

        Assert.Equal(plan is null, !problems.IsEmpty);
        string[] lines = text.Split('\n');
        foreach (ConfigurationProblem problem in problems)
        {
            Assert.Equal(file, problem.Place.Source);
            Assert.InRange(problem.Place.Line!.Value, 1, lines.Length);
            Assert.InRange(problem.Place.Column!.Value, 1, lines[problem.Place.Line.Value - 1].Length + 1);
            Assert.NotEqual("", problem.Message);
            Assert.DoesNotContain('\n', problem.ToString());
        }
    }
}
