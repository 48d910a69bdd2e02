using System.Text.Json;
using MmoePipeline.Configuration;
using MmoePipeline.Configuration.Forms;
using MmoePipeline.Configuration.Tree;
using MmoePipeline.Plugins.Architectures.Mmoe;
using MmoePipeline.Plugins.GateRegularizers.Temperature;
using MmoePipeline.Runs.Configuration;
using MmoePipeline.Runs.Folders;
using MmoePipeline.Runs.Options;
using MmoePipeline.Runs.Plugins;

namespace MmoePipeline.Host.Tests.Configuration;

public sealed class RunPlanReaderTests : IDisposable
{
    private static readonly PluginRegistry Registry = PluginLoader.Load(Path.Combine(Path.GetTempPath(), "no-such-folder"));

    private readonly string _folder = Directory.CreateTempSubdirectory("mmoe-plan").FullName;

    private static string Census => RepositoryFiles.PathOf("configs", "census.json");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_census_run_is_valid_and_its_paths_are_meant_from_its_folder()
    {
        RunConfiguration configuration = Read(Census).Configuration;
        Assert.Equal(RepositoryFiles.PathOf("runs"), configuration.Run.Output);
        Assert.Equal(8, configuration.Training.Epochs);
        Assert.Equal(["binary", "binary"], configuration.Tasks.Select(slot => slot.Plugin.Name));
    }

    [Fact]
    public void Every_configuration_of_the_repository_is_valid()
    {
        string[] files = Directory.GetFiles(RepositoryFiles.PathOf("configs"), "*.json");
        Assert.True(files.Length > 10, $"{files.Length} files");
        Assert.All(files, file => Assert.NotEmpty(Read(file).Configuration.Tasks));
    }

    [Fact]
    public void A_value_of_the_command_line_is_put_over_the_files()
    {
        RunConfiguration configuration = Read(
            Census,
            "training.epochs=3",
            "run.name=short",
            "model.gate.regularizers=[{ \"type\": \"temperature\", \"scale\": 3 }]",
            "model.experts.1={ \"type\": \"mlp\", \"count\": 2 }",
            "model.experts.0.count=5",
            "training.epochs=4").Configuration;
        Assert.Equal(4, configuration.Training.Epochs);
        Assert.Equal("short", configuration.Run.Name);
        var mmoe = (MmoeOptions)configuration.Model.Options!;
        Assert.Equal(2, mmoe.Experts.Length);
        Assert.Equal(3, ((GateTemperatureOptions)mmoe.Gate.Regularizers.Single().Options!).Scale);
    }

    [Theory]
    [InlineData("training.epochs", "MMOE1210 --set training.epochs")]
    [InlineData("training.epochs.deep=1", "MMOE1211 --set training.epochs.deep training.epochs")]
    [InlineData("tasks.5.name=x", "MMOE1212 --set tasks.5.name tasks")]
    [InlineData("training.epoch=1", "MMOE1102 --set training.epoch training.epoch (epochs?)")]
    [InlineData("training.epochs=many", "MMOE1101 --set training.epochs training.epochs")]
    [InlineData("model={ \"type\": \"esmm\", \"click\": \"income\", \"conversion\": \"marital\", \"gate\": { \"hidden\": [4] } }", "MMOE1114 --set model model.gate")]
    [InlineData("model={ \"type\": \"esmm\", \"click\": \"income\", \"conversion\": \"income\" }", "MMOE1114 --set model model.conversion")]
    [InlineData("model={ \"type\": \"aitm\", \"chain\": [\"income\", \"income\"] }", "MMOE1114 --set model model.chain")]
    [InlineData("model={ \"type\": \"home\", \"groups\": [[\"income\"], [\"marital\", \"income\"]] }", "MMOE1114 --set model model.groups")]
    [InlineData("model.sharedDropout=0.1", "MMOE1114 --set model.sharedDropout model.sharedDropout")]
    [InlineData("model.sharedNormalization=layer", "MMOE1114 --set model.sharedNormalization model.sharedNormalization")]
    [InlineData("model.tower={ \"hidden\": [], \"dropout\": 0.1 }", "MMOE1114 --set model.tower model.tower.dropout")]
    [InlineData("model.tower={ \"hidden\": [], \"normalization\": \"layer\" }", "MMOE1114 --set model.tower model.tower.normalization")]
    [InlineData("model.tower.dropout=1", "MMOE1104 --set model.tower.dropout model.tower.dropout")]
    [InlineData("model.gate.input=fields", "MMOE1114 --set model.gate.input model.gate.fields")]
    [InlineData("model.gate.fields=[\"age\"]", "MMOE1114 --set model.gate.fields model.gate.fields")]
    [InlineData("model.type=mmeo", "MMOE1112 --set model.type model.type (mmoe?)")]
    [InlineData("model.typ=x", "MMOE1102 --set model.typ model.typ (type?)")]
    [InlineData("loss.weights.income=-2", "MMOE1104 --set loss.weights.income loss.weights.income")]
    [InlineData("run.name=a/b", "MMOE1108 --set run.name run.name")]
    [InlineData("data.split.test=7-8", "MMOE1114 --set data.split.test data.split.test")]
    public void A_mistake_on_the_command_line_is_reported_with_the_path_that_was_set(string set, string problem) =>
        Assert.Equal([problem], Problems(Census, set));

    /// <summary>A shell takes quotes away, so what is a text in the file is a number on the command line: the message shows how it is written.</summary>
    [Theory]
    [InlineData("tasks.0.positive=1", "--set 'tasks.0.positive=\"1\"'")]
    [InlineData("data.split.validation=8", "--set 'data.split.validation=\"8\"'")]
    [InlineData("run.name=true", "--set 'run.name=\"true\"'")]
    [InlineData("run.output=2026", "--set 'run.output=\"2026\"'")]
    [InlineData("data.features.numeric=age", "--set 'data.features.numeric=[\"age\"]'")]
    [InlineData("data.features.numeric=[1]", "\"1\", in single quotes around the whole argument")]
    [InlineData("loss=pcgrad", "--set 'loss={\"type\":\"pcgrad\"}'")]
    public void A_value_of_another_type_is_shown_as_it_is_written_right(string set, string written) =>
        Assert.EndsWith($"; write {written}", Messages(Census, set)[0], StringComparison.Ordinal);

    /// <summary>And what the message shows is right.</summary>
    [Theory]
    [InlineData("tasks.0.positive=\"1\"")]
    [InlineData("data.split.validation=\"7\"")]
    [InlineData("run.output=\"2026\"")]
    [InlineData("data.features.numeric=[\"age\"]")]
    [InlineData("loss={\"type\":\"pcgrad\"}")]
    public void A_value_that_a_message_shows_is_taken(string set) => Read(Census, set);

    /// <summary>A fixed sum of the losses, Adam, and rows by their number: each may be left out, and the resolved configuration shows it.</summary>
    [Fact]
    public void Loss_optimizer_training_and_split_have_defaults()
    {
        RunPlan plan = Read(Write(
            """
            {
              "data": { "source": { "type": "csv", "path": "d.csv" }, "features": { "numeric": ["a"] } },
              "tasks": [{ "type": "regression", "name": "t", "label": "l" }],
              "model": { "type": "mmoe", "experts": [{ "type": "mlp" }] },
            }
            """));
        RunFolder folder = RunFolder.Create(_folder, "defaults", DateTimeOffset.UnixEpoch, made => ResolvedConfiguration.Write(plan, made.ConfigurationFile));
        JsonElement written = JsonElement.Parse(File.ReadAllText(folder.ConfigurationFile));
        Assert.Equal("fixed", written.GetProperty("loss").GetProperty("type").GetString());
        Assert.Equal("adam", written.GetProperty("training").GetProperty("optimizer").GetProperty("type").GetString());
        Assert.Equal(0.001, written.GetProperty("training").GetProperty("optimizer").GetProperty("learningRate").GetDouble());
        Assert.Equal(
            (10, "0-6", "7", "8-9"),
            (written.GetProperty("data").GetProperty("split").GetProperty("modulus").GetInt32(), Split("train"), Split("validation"), Split("test")));

        string Split(string part) => written.GetProperty("data").GetProperty("split").GetProperty(part).GetString()!;
    }

    /// <summary>A default is for a section that is not there; one that is there and incomplete is as wrong as before.</summary>
    [Fact]
    public void A_section_that_picks_nothing_gets_no_default() => Assert.Equal(
        ["loss", "training.optimizer"],
        Paths(Write(NoRows.In(File.ReadAllText(Census))), "loss={}", "training.optimizer={\"learningRate\":0.1}"));

    [Theory]
    [InlineData("\"classes\": [\"a\", \"b\", \"a\"]", "MMOE1114", "tasks.0.classes")]
    [InlineData("\"classes\": [\"a\"]", "MMOE1106", "tasks.0.classes")]
    [InlineData("\"classes\": [\"a\", \"b\"], \"classWeights\": { \"b\": 2, \"c\": 2 }", "MMOE1114", "tasks.0.classWeights")]
    [InlineData("\"classes\": [\"a\", \"b\"], \"classWeights\": { \"b\": -2 }", "MMOE1104", "tasks.0.classWeights.b")]
    public void A_mistake_in_classes_is_reported(string options, string code, string path)
    {
        string set = $"tasks=[{{ \"name\": \"t\", \"type\": \"multiclass\", \"label\": \"l\", {options} }}]";
        Assert.Equal([$"{code} --set tasks {path}"], Problems(Census, set));
    }

    [Fact]
    public void All_mistakes_of_a_file_are_reported_in_its_order()
    {
        string file = Write(
            """
            {
              "run": { "name": "x", "sede": 1 },
              "data": {
                "source": { "type": "csv", "path": "d.csv", "columns": ["a", "a"], "delimiter": " ;" },
                "split": { "type": "modulo", "train": "0-12" },
                "features": { "numeric": [], "embeddingDimension": 0 }
              },
              "tasks": [{ "name": "t", "type": "binary", "label": 5 }, { "type": "binary", "name": "u" }],
              "model": { "type": "mmoe", "experts": [], "gate": { "activation": "rellu", "hidden": [0] } },
              "loss": {},
              "training": { "epochs": "3", "optimizer": [] }
            }
            """);
        Assert.Equal(
            [
                "MMOE1102 2:25 run.sede (seed?)",
                "MMOE1114 4:60 data.source.columns",
                "MMOE1114 4:85 data.source.delimiter",
                "MMOE1114 5:43 data.split.train",
                "MMOE1104 6:56 data.features.embeddingDimension",
                "MMOE1101 8:55 tasks.0.label",
                "MMOE1103 8:60 tasks.1.label",
                "MMOE1106 9:41 model.experts",
                "MMOE1110 9:69 model.gate.activation (relu?)",
                "MMOE1104 9:89 model.gate.hidden.0",
                "MMOE1111 10:11 loss",
                "MMOE1101 11:27 training.epochs",
                "MMOE1101 11:45 training.optimizer",
            ],
            Problems(file).Select(problem => problem.Replace($"{file}:", "", StringComparison.Ordinal)));
    }

    /// <summary>What machines get of a problem, and what people read behind the message: what the option is for.</summary>
    [Fact]
    public void A_problem_knows_its_option_and_its_origin()
    {
        Assert.Null(new RunPlanReader(Registry).Read(
            Census, [NoRows.Set, "training.epochs=0", "model.gate={ \"hiden\": [1], \"regularizers\": [{ \"type\": \"dropout\", \"rate\": 1 }] }"], out var problems));
        Assert.Equal(
            [
                new(
                    "MMOE1104",
                    new ConfigurationPlace("--set training.epochs") { Origin = ConfigurationOrigin.CommandLine },
                    "training.epochs",
                    "must be at least 1 and at most 100000, found 0")
                {
                    Seen = "0",
                    Rule = "must be at least 1 and at most 100000",
                    Summary = "Epochs at most.",
                },
            ],
            problems.Where(problem => problem.Path == "training.epochs"));
        Assert.Equal("Probability that an expert is left out for a sample while training.", problems.Single(problem => problem.Path.EndsWith(".rate", StringComparison.Ordinal)).Summary);

        // An unknown key is not one of an option, though it is inside of one.
        Assert.Null(problems.Single(problem => problem.Path == "model.gate.hiden").Summary);
        Assert.EndsWith("must be at least 1 and at most 100000, found 0 (Epochs at most.)", problems.Single(problem => problem.Path == "training.epochs").ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_missing_is_reported() => Assert.Equal(
        ["MMOE1103 1:1 data", "MMOE1103 1:1 tasks", "MMOE1103 1:1 model"],
        Problems(Write("{}")).Select(problem => problem.Replace($"{Path.Combine(_folder, "config.json")}:", "", StringComparison.Ordinal)));

    [Theory]
    [InlineData("[]", ":1:1")]
    [InlineData("5", ":1:1")]
    public void A_file_of_something_else_is_reported(string text, string place)
    {
        string file = Write(text);
        Assert.Equal([$"MMOE1206 {file}{place}"], Problems(file));
    }

    [Fact]
    public void A_file_that_is_not_there_is_reported()
    {
        Write("{}");
        string file = Path.Combine(_folder, "confg.json");
        string meant = Path.GetRelativePath(".", Path.Combine(_folder, "config.json"));
        Assert.Equal([$"MMOE1201 {file} ({meant}?)"], Problems(file));
    }

    /// <summary>Whatever the options, the resolved file binds to equal ones.</summary>
    [Fact]
    public void The_resolved_configuration_is_the_same_run()
    {
        RunPlan plan = Read(
            Census,
            $"run.output={_folder}",
            "model.gate.regularizers=[{ \"type\": \"dropout\", \"rate\": 0.30000000000000004 }, { \"type\": \"temperature\" }]",
            "loss={ \"type\": \"uncertainty\", \"form\": \"squared\" }",
            "training.patience=2");
        RunFolder folder = RunFolder.Create(
            plan.Configuration.Run.Output, "x", DateTimeOffset.UnixEpoch, made => ResolvedConfiguration.Write(plan, made.ConfigurationFile));
        RunPlan again = Read(folder.ConfigurationFile);
        Assert.Equal(
            OptionsWriter.ToJson(OptionForms.Section<RunConfiguration>(), plan.Configuration),
            OptionsWriter.ToJson(OptionForms.Section<RunConfiguration>(), again.Configuration));
        Assert.Equal("x-19700101-000000", Path.GetFileName(folder.FullPath));
    }

    private static string[] WithoutRows(string file) => Path.GetFileName(file) switch
    {
        { } census when census.StartsWith("census", StringComparison.Ordinal) => [NoRows.Set],
        { } log when log.StartsWith("kuairand", StringComparison.Ordinal) => ["data.source={ \"type\": \"csv\", \"path\": \"rows.csv\" }"],
        _ => [],
    };

    private static RunPlan Read(string file, params string[] sets)
    {
        RunPlan? plan = new RunPlanReader(Registry).Read(file, [.. WithoutRows(file), .. sets], out ImmutableArray<ConfigurationProblem> problems);
        Assert.Empty(problems);
        return plan!;
    }

    private static string[] Problems(string file, params string[] sets)
    {
        Assert.Null(new RunPlanReader(Registry).Read(file, [.. WithoutRows(file), .. sets], out ImmutableArray<ConfigurationProblem> problems));
        return
        [
            .. problems.Select(problem =>
                $"{problem.Code} {problem.Place} {problem.Path}".TrimEnd() + (problem.DidYouMean is { } meant ? $" ({meant}?)" : "")),
        ];
    }

    private static string[] Messages(string file, params string[] sets)
    {
        Assert.Null(new RunPlanReader(Registry).Read(file, [.. WithoutRows(file), .. sets], out ImmutableArray<ConfigurationProblem> problems));
        return [.. problems.Select(problem => problem.Message)];
    }

    private static string[] Paths(string file, params string[] sets)
    {
        Assert.Null(new RunPlanReader(Registry).Read(file, [.. WithoutRows(file), .. sets], out ImmutableArray<ConfigurationProblem> problems));
        return [.. problems.Select(problem => problem.Path)];
    }

    private string Write(string text)
    {
        string file = Path.Combine(_folder, "config.json");
        File.WriteAllText(file, text);
        return file;
    }
}
