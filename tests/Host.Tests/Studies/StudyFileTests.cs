using Microsoft.Extensions.Logging.Abstractions;
using MmoePipeline.Configuration.Tree;
using MmoePipeline.Experiments.Studies;
using MmoePipeline.Runs.Plugins;

namespace MmoePipeline.Host.Tests.Studies;

public sealed class StudyFileTests : IDisposable
{
    private static readonly PluginRegistry Registry = PluginLoader.Load(Path.Combine(Path.GetTempPath(), "no-such-folder"));

    private readonly string _folder = Directory.CreateTempSubdirectory("mmoe-study").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [CensusFact]
    public void Every_built_in_study_is_valid_and_answers_in_a_few_seeds()
    {
        string[] files = Directory.GetFiles(RepositoryFiles.PathOf("configs", "studies"), "*.json");
        Assert.Equal(
            ["capacity", "collapse", "loss-weighting", "shared-layer", "stability", "task-experts", "tug-of-war"],
            files.Select(file => Path.GetFileNameWithoutExtension(file)).Order());
        Assert.All(files, file =>
        {
            Study? study = new StudyFile(Registry, NullLoggerFactory.Instance).Read(file, out ImmutableArray<ConfigurationProblem> problems);
            Assert.Empty(problems);
            Assert.True(study!.Seeds(isQuick: true).Length < study.Seeds(isQuick: false).Length);

            // What no claim names is run for nothing.
            string[] named = [.. study.Options.Claims.SelectMany(claim => new[]
            {
                claim.Difference?.Variant, claim.Difference?.Than, claim.Level?.Variant, claim.Share?.Variant,
            }.Concat(claim.Trend?.Variants ?? []).Concat(claim.Trend?.Than ?? [])).OfType<string>().Distinct()];
            Assert.Equal(study.Options.Variants.Select(variant => variant.Name).Order(), named.Order());
        });
    }

    /// <summary>A list needs no data.</summary>
    [Fact]
    public void Every_built_in_study_can_be_listed() => Assert.All(Directory.GetFiles(RepositoryFiles.PathOf("configs", "studies"), "*.json"), file =>
    {
        Study? study = new StudyFile(Registry, NullLoggerFactory.Instance).ReadForList(file, out ImmutableArray<ConfigurationProblem> problems);
        Assert.Empty(problems);
        Assert.Equal(Path.GetFileNameWithoutExtension(file), study!.Name);
    });

    [Fact]
    public void Changes_are_the_studys_then_the_variants_then_those_of_the_quick_form()
    {
        Study study = Read("""
            { "title": "t", "question": "q", "configuration": "CENSUS", "set": { "training.epochs": 3, "probes": [] },
              "quick": { "seeds": 1, "set": { "training.epochs": 1 } }, "seeds": 2,
              "variants": [{ "name": "a", "set": { "model.gate.regularizers": [{ "type": "init", "deviation": 2e-3 }], "run.name": "x" } }],
              "claims": [{ "text": "c", "measure": "parameters", "level": { "variant": "a", "than": 5 }, "expect": "less" }] }
            """, out _)!;
        string[] both = ["probes=[]", "training.epochs=3", """model.gate.regularizers=[{"type":"init","deviation":2e-3}]""", "run.name=\"x\""];
        Assert.Equal(both, study.Variants(isQuick: false).Single().Sets.AsEnumerable());
        Assert.Equal([.. both, "training.epochs=1"], study.Variants(isQuick: true).Single().Sets.AsEnumerable());
        Assert.Equal([0UL, 1UL], study.Seeds(isQuick: false).AsEnumerable());
        Assert.Equal([0UL], study.Seeds(isQuick: true).AsEnumerable());
    }

    /// <summary>What a study sets goes to its runs as arguments: in a folder that somebody sent it names no code.</summary>
    [Fact]
    public void A_study_in_a_run_folder_names_no_plugin_folders()
    {
        const string Text = """
            { "title": "t", "question": "q", "configuration": "CENSUS", "seeds": 2,
              "variants": [{ "name": "a", "set": { "plugins.folders": [] } }],
              "claims": [{ "text": "c", "measure": "parameters", "level": { "variant": "a", "than": 5 }, "expect": "less" }] }
            """;
        Assert.NotNull(Read(Text, out _));
        File.WriteAllText(Path.Combine(_folder, "config.json"), "{}");
        File.WriteAllText(Path.Combine(_folder, "metrics.jsonl"), "");
        Assert.Null(Read(Text, out ImmutableArray<ConfigurationProblem> problems));
        Assert.Equal(2, Assert.Single(problems).Place.Line);
    }

    /// <summary>Each mistake of a file with its line and column; with the name that was meant.</summary>
    [Fact]
    public void Mistakes_are_reported_with_their_place()
    {
        string[] studies =
        [
            """
            { "title": "t", "question": "", "configuration": "CENSUS", "seed": 3,
              "variants": [{ "name": "a b" }],
              "claims": [{ "text": "c", "measure": "test/auc", "expect": "more" }, { "text": "d", "measure": "parameters", "expect": "equal" }] }
            """,
            """
            { "title": "t", "question": "q", "configuration": "CENSUS",
              "variants": [{ "name": "small" }, { "name": "small" }, { "name": "large", "matchParameters": "smal" }, { "name": "self", "matchParameters": "self" }],
              "claims": [
                { "text": "c", "measure": "test/income/auc", "difference": { "variant": "larg", "than": "small" }, "expect": "less" },
                { "text": "d", "measure": "parameters", "trend": { "variants": ["small", "large", "huge"] }, "expect": "less" }] }
            """,
            """
            { "title": "t", "question": "q", "configuration": "CENSUS",
              "variants": [{ "name": "a", "set": { "training.epoch": 3, "model.tower.hidden": ["x"] } }],
              "claims": [{ "text": "c", "measure": "parameters", "level": { "variant": "a", "than": 1 }, "expect": "less" }] }
            """,
            """
            { "title": "t", "question": "q", "configuration": "nowhere.json",
              "variants": [{ "name": "a", "set": { "training..epochs": 3 } }],
              "claims": [{ "text": "c", "measure": "parameters", "trend": { "variants": ["a", "a", "a"], "than": ["a"] }, "expect": "less" }] }
            """,
            """
            { "title": "t", "question": "q", "configuration": "nowhere.json", "variants": [{ "name": "a" }],
              "claims": [{ "text": "c", "measure": "parameters", "level": { "variant": "a", "than": 1 }, "expect": "less" }] }
            """,
            """{ "title": """,
            """
            { "title": "t", "question": "q", "configuration": "CENSUS",
              "variants": [{ "name": "a" }, { "name": "b", "set": { "tasks.0.name": "earning" } }],
              "claims": [
                { "text": "misspelt task", "measure": "test/incmoe/auc", "level": { "variant": "a", "than": 1 }, "expect": "less" },
                { "text": "misspelt metric", "measure": "test/income/acu", "level": { "variant": "a", "than": 1 }, "expect": "less" },
                { "text": "no task has it", "measure": "test/*/rmse", "level": { "variant": "a", "than": 1 }, "expect": "less" },
                { "text": "of one variant only", "measure": "test/income/auc", "difference": { "variant": "a", "than": "b" }, "expect": "less" },
                { "text": "right", "measure": "test/*/auc", "difference": { "variant": "a", "than": "b" }, "expect": "less" }] }
            """,
            """
            { "title": "t", "question": "q", "configuration": "CENSUS",
              "variants": [{ "name": "a", "set": { "training.epochs": 0 } }, { "name": "b", "set": { "training.batchSize": 0 } }],
              "claims": [{ "text": "c", "measure": "parameters", "level": { "variant": "a", "than": 1 }, "expect": "less" }] }
            """,
        ];
        string reported = string.Join('\n', studies.Select((text, index) =>
        {
            Assert.Null(Read(text, out ImmutableArray<ConfigurationProblem> problems));
            return $"study {index + 1}\n" + string.Concat(problems.Select(problem =>
                $"{problem.Code} {problem.Place}: {problem.Path}{(problem.DidYouMean is { } meant ? $" ({meant}?)" : "")}\n".Replace(_folder, "FOLDER", StringComparison.Ordinal)));
        }));
        Snapshot.Match(new Dictionary<string, string> { ["Problems.verified.txt"] = reported });
    }

    private Study? Read(string text, out ImmutableArray<ConfigurationProblem> problems)
    {
        string file = Path.Combine(_folder, "study.json");

        // A copy beside it: columns in messages are the same wherever the repository is.
        File.WriteAllText(Path.Combine(_folder, "census.json"), NoRows.In(File.ReadAllText(RepositoryFiles.PathOf("configs", "census.json"))));
        File.WriteAllText(file, text.Replace("CENSUS", "census.json", StringComparison.Ordinal));
        return new StudyFile(Registry, NullLoggerFactory.Instance).Read(file, out problems);
    }
}
