using System.Text.Json;
using MmoePipeline.Configuration;
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
    [InlineData("training.epochs", "--set training.epochs: PATH=VALUE is due, for instance training.epochs=3")]
    [InlineData("training.epochs.deep=1", "--set training.epochs.deep: training.epochs: has nothing inside, it is 8")]
    [InlineData("tasks.5.name=x", "--set tasks.5.name: tasks: is a list and has no '5': 0 to 1 are its items, 2 adds one")]
    [InlineData("training.epoch=1", "--set training.epoch: training.epoch: unknown key; this section has epochs, batchSize, optimizer, schedule, groups, gradientClipping, precision, forcePrecision, selection, patience, numericFaults, checkpoints; did you mean 'epochs'?")]
    [InlineData("training.epochs=many", "--set training.epochs: training.epochs: is \"many\", a whole number is due")]
    [InlineData("model={ \"type\": \"esmm\", \"click\": \"income\", \"conversion\": \"marital\", \"gate\": { \"hidden\": [4] } }", "--set model: model.gate: is of use only with experts")]
    [InlineData("model={ \"type\": \"esmm\", \"click\": \"income\", \"conversion\": \"income\" }", "--set model: model.conversion: is \"income\", must be another task than click")]
    [InlineData("model={ \"type\": \"aitm\", \"chain\": [\"income\", \"income\"] }", "--set model: model.chain: must name at least two tasks, each once")]
    [InlineData("model={ \"type\": \"home\", \"groups\": [[\"income\"], [\"marital\", \"income\"]] }", "--set model: model.groups: must name each task once, and 'income' is there twice")]
    [InlineData("model.gate.input=fields", "--set model.gate.input: model.gate.fields: must name the fields that the gates read, because input is fields")]
    [InlineData("model.gate.fields=[\"age\"]", "--set model.gate.fields: model.gate.fields: is of use only where input is fields")]
    [InlineData("model.type=mmeo", "--set model.type: model.type: there is no architecture \"mmeo\"; loaded are aitm, cgc, cross-stitch, esmm, home, mmoe, ple, shared-bottom, single-task, stem; did you mean 'mmoe'?")]
    [InlineData("model.typ=x", "--set model.typ: model.typ: unknown key; this section has sharedLayers, experts, gate, tower; did you mean 'type'?")]
    [InlineData("loss.weights.income=-2", "--set loss.weights.income: loss.weights.income: is -2, must be at least 0")]
    [InlineData("run.name=a/b", "--set run.name: run.name: is \"a/b\", must match [A-Za-z0-9][A-Za-z0-9._-]*")]
    [InlineData("data.split.test=7-8", "--set data.split.test: data.split.test: is \"7-8\", rows with remainder 7 belong to validation already; a row can have one use only")]
    public void A_mistake_on_the_command_line_is_told_with_the_path_that_was_set(string set, string problem) =>
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
        Assert.EndsWith($"; write {written}", Problems(Census, set)[0], StringComparison.Ordinal);

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
        Paths(Write(File.ReadAllText(Census)), "loss={}", "training.optimizer={\"learningRate\":0.1}"));

    [Theory]
    [InlineData("\"classes\": [\"a\", \"b\", \"a\"]", "tasks.0.classes: 'a' is named twice; every class needs a label of its own")]
    [InlineData("\"classes\": [\"a\"]", "tasks.0.classes: must have at least 2 items")]
    [InlineData("\"classes\": [\"a\", \"b\"], \"classWeights\": { \"b\": 2, \"c\": 2 }", "tasks.0.classWeights: 'c' is none of the classes")]
    [InlineData("\"classes\": [\"a\", \"b\"], \"classWeights\": { \"b\": -2 }", "tasks.0.classWeights.b: is -2, must be at least 0 and at most 1000000")]
    public void A_mistake_in_classes_is_told(string options, string problem)
    {
        string set = $"tasks=[{{ \"name\": \"t\", \"type\": \"multiclass\", \"label\": \"l\", {options} }}]";
        Assert.Equal([$"--set tasks: {problem}"], Problems(Census, set));
    }

    [Fact]
    public void All_mistakes_of_a_file_are_told_in_its_order()
    {
        string file = Write(
            """
            {
              "run": { "name": "x", "sede": 1 },
              "data": {
                "source": { "type": "csv", "path": "d.csv", "columns": ["a", "a"], "delimiter": " ;" },
                "split": { "train": "0-12" },
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
                "2:25: run.sede: unknown key; this section has name, seed, output, device, predictions; did you mean 'seed'?",
                "4:60: data.source.columns: \"a\" is named twice; every column needs a name of its own",
                "4:85: data.source.delimiter: begins with a space and has more characters: spaces next to quotes would be ambiguous; write one space, or a delimiter that begins with another character",
                "5:25: data.split.train: is \"0-12\", '0-12' holds 12, but residues modulo 10 are 0 to 9",
                "6:56: data.features.embeddingDimension: is 0, must be at least 1 and at most 4096",
                "8:55: tasks.0.label: is 5, a text is due; write \"5\"",
                "8:60: tasks.1.label: is missing",
                "9:41: model.experts: must have at least 1 item",
                "9:69: model.gate.activation: is \"rellu\", one of relu, gelu, silu, tanh is due; did you mean 'relu'?",
                "9:89: model.gate.hidden.0: is 0, must be at least 1 and at most 65536",
                "10:11: loss: \"type\" is missing: it picks a loss-weighting; loaded are aligned-mtl, cagrad, db-mtl, dwa, excess, fairgrad, famo, fixed, gls, graddrop, gradnorm, gradvac, imtl, magnitude, mgda, moco, modo, nash-mtl, pcgrad, rlw, sdmgrad, stch, uncertainty, upgrad",
                "11:27: training.epochs: is \"3\", a whole number is due",
                "11:45: training.optimizer: is a list, an object with the \"type\" of an optimizer is due",
            ],
            Problems(file).Select(problem => problem[(file.Length + 1)..]));
    }

    /// <summary>What machines get of a problem, and what people read behind the message: what the option is for.</summary>
    [Fact]
    public void A_problem_knows_its_option_and_its_origin()
    {
        Assert.Null(new RunPlanReader(Registry).Read(
            Census, ["training.epochs=0", "model.gate={ \"hiden\": [1], \"regularizers\": [{ \"type\": \"dropout\", \"rate\": 1 }] }"], out var problems));
        Assert.Equal(
            [
                new(
                    new ConfigurationPlace("--set training.epochs") { Origin = ConfigurationOrigin.CommandLine },
                    "training.epochs",
                    "is 0, must be at least 1 and at most 100000")
                {
                    Seen = "0",
                    Rule = "must be at least 1 and at most 100000",
                    Summary = "Epochs at most.",
                },
            ],
            problems.Where(problem => problem.Path == "training.epochs"));
        Assert.Equal("Probability that an expert is left out for a sample while training.", problems.Single(problem => problem.Path.EndsWith(".rate", StringComparison.Ordinal)).Summary);

        // An unknown key is of no option, though it is inside of one.
        Assert.Null(problems.Single(problem => problem.Path == "model.gate.hiden").Summary);
        Assert.EndsWith("must be at least 1 and at most 100000 (Epochs at most.)", problems.Single(problem => problem.Path == "training.epochs").ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_missing_is_told() => Assert.Equal(
        ["data: is missing", "tasks: is missing", "model: is missing"],
        Problems(Write("{}")).Select(problem => problem[(problem.IndexOf(": ", StringComparison.Ordinal) + 2)..]));

    [Theory]
    [InlineData("[]", ":1:1: is a list, an object is due")]
    [InlineData("5", ":1:1: is 5, an object is due")]
    public void A_file_of_something_else_is_told(string text, string problem)
    {
        string file = Write(text);
        Assert.Equal([file + problem], Problems(file));
    }

    [Fact]
    public void A_file_that_is_not_there_is_told()
    {
        Write("{}");
        string file = Path.Combine(_folder, "confg.json");
        string meant = Path.GetRelativePath(".", Path.Combine(_folder, "config.json"));
        Assert.Equal([$"{file}: there is no such file; did you mean '{meant}'?"], Problems(file));
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

    private static RunPlan Read(string file, params string[] sets)
    {
        RunPlan? plan = new RunPlanReader(Registry).Read(file, sets, out ImmutableArray<ConfigurationProblem> problems);
        Assert.Empty(problems);
        return plan!;
    }

    private static string[] Problems(string file, params string[] sets)
    {
        Assert.Null(new RunPlanReader(Registry).Read(file, sets, out ImmutableArray<ConfigurationProblem> problems));
        return [.. problems.Select(problem => (problem with { Summary = null }).ToString())];
    }

    private static string[] Paths(string file, params string[] sets)
    {
        Assert.Null(new RunPlanReader(Registry).Read(file, sets, out ImmutableArray<ConfigurationProblem> problems));
        return [.. problems.Select(problem => problem.Path)];
    }

    private string Write(string text)
    {
        string file = Path.Combine(_folder, "config.json");
        File.WriteAllText(file, text);
        return file;
    }
}
