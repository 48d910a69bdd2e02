using MmoePipeline.Host.Tests.Features;

namespace MmoePipeline.Host.Tests.Resuming;

/// <summary>
/// A training that is stopped and taken up again by another process' objects ends with the same bits as the one that nothing disturbed: figures
/// of all epochs, every tensor, and all other state.
/// </summary>
public sealed class ResumedTrainingTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("mmoe-resumed").FullName;

    private const string AllProbes =
        """
        probes=[
          { "type": "gates" }, { "type": "gradient-conflict", "every": 3 }, { "type": "loss-scale", "every": 3, "leastSteps": 2 },
          { "type": "expert-learning", "every": 4 }, { "type": "gate-stability" }, { "type": "sample-weights", "field": "user" },
          { "type": "experts" }
        ]
        """;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>Within an epoch, at the end of its steps before its evaluation, and between two epochs.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(14)]
    [InlineData(15)]
    [InlineData(33)]
    [InlineData(42)]
    public void It_may_be_stopped_after_any_step(int step) => RequireSame(
        step, AllProbes, """model.gate.regularizers=[{ "type": "dropout", "rate": 0.2 }, { "type": "freeze", "step": 20, "thawAfter": 1 }]""");

    [Theory]
    [MemberData(nameof(GateRegularizers))]
    public void Gate_regularizers_go_on(string regularizer) => RequireSame(
        17, $$"""model.gate.regularizers=[{{regularizer}}]""", """model.gate.hidden=[4]""");

    [Theory]
    [MemberData(nameof(Names), "loss-weighting")]
    public void Loss_weightings_go_on(string weighting) => RequireSame(17, $$"""loss={ "type": "{{weighting}}" }""");

    [Theory]
    [MemberData(nameof(Names), "optimizer")]
    public void Optimizers_go_on(string optimizer) => RequireSame(
        17, $$"""training.optimizer={ "type": "{{optimizer}}", "learningRate": 0.01 }""", """training.schedule={ "type": "cosine" }""");

    [Theory]
    [MemberData(nameof(Names), "architecture")]
    public void Architectures_go_on(string architecture)
    {
        const string Experts = """ "experts": [{ "type": "mlp", "count": 2, "hidden": [4] }] """;
        string own = architecture switch
        {
            "cgc" or "ple" or "stem" => Experts + """, "taskExperts": [{ "type": "mlp", "count": 1, "hidden": [4] }] """,
            "cross-stitch" => """ "hidden": [4] """,
            "esmm" => Experts + """, "click": "click", "conversion": "conversion" """,
            "home" => """ "groups": [["click"], ["conversion"]], "count": 2, "hidden": [4] """,
            _ => Experts,
        };
        RequireSame(17, $$"""model={ "type": "{{architecture}}",{{own}}, "tower": { "hidden": [4] } }""");
    }

    [Fact]
    public void Features_with_modules_go_on()
    {
        string vectors = FileOfVectors.Write(Path.Combine(_folder, "hours.safetensors"), 2, [.. Enumerable.Range(0, 40).Select(value => value / 40f)]);
        RequireSame(17, $$"""
            data.features.named=[
              { "type": "hash", "name": "hash", "column": "user", "buckets": 3, "functions": 2, "combine": "product" },
              { "type": "cross", "name": "cross", "columns": ["user", "item"], "dimension": 2 },
              { "type": "vector", "name": "frozen", "key": "hour", "file": "{{vectors}}", "tensor": "v" },
              { "type": "vector", "name": "tuned", "key": "hour", "file": "{{vectors}}", "tensor": "v", "frozen": false },
              { "type": "time", "name": "time", "column": "hour", "format": "HH", "parts": ["hour"], "as": "categories" }
            ]
            """);
    }

    /// <summary>The file has the same path and keys, but another number.</summary>
    [Fact]
    public void A_changed_file_of_vectors_makes_other_data_of_it()
    {
        string vectors = Path.Combine(_folder, "hours.safetensors");
        string feature = $$"""data.features.named=[{ "type": "vector", "key": "hour", "file": "{{vectors}}", "tensor": "v" }]""";
        string[] data =
        [
            .. new[] { 1f, 1f, 1.5f }.Select((number, run) =>
            {
                FileOfVectors.Write(vectors, 2, number, 2, 3, 4);
                using var training = new InterruptedTraining(Folder($"{run}"), feature);
                return training.Identity.Data;
            }),
        ];
        Assert.Equal(data[0], data[1]);
        Assert.NotEqual(data[0], data[2]);
    }

    [Fact]
    public void Patience_is_remembered() => RequireSame(17, "training.patience=1", "training.epochs=9", "training.optimizer.learningRate=0.5");

    public static TheoryData<string> Names(string kind) =>
        [.. OfKind(kind)];

    public static TheoryData<string> GateRegularizers() =>
    [
        .. OfKind("gate-regularizer").Select(plugin => plugin switch
        {
            "freeze" => """{ "type": "freeze", "threshold": 0.5, "evaluations": 1, "thawAfter": 1 }""",
            string name => $$"""{ "type": "{{name}}" }""",
        }),
    ];

    private static IEnumerable<string> OfKind(string kind) =>
        InterruptedTraining.Registry.Plugins.Where(plugin => plugin.Descriptor.Kind == kind).Select(plugin => plugin.Descriptor.Name);

    private void RequireSame(long step, params string[] sets)
    {
        using var undisturbed = new InterruptedTraining(Folder("a"), sets);
        undisturbed.Train();
        var figures = new List<string>();
        using (var stopped = new InterruptedTraining(Folder("b"), sets))
        {
            stopped.Train(until: step);
            stopped.Save(Folder("checkpoints"));
            figures.AddRange(stopped.Figures);
        }

        using var resumed = new InterruptedTraining(Folder("b"), sets);
        resumed.Restore(Folder("checkpoints"));
        resumed.Train();
        Assert.Equal(undisturbed.Figures, [.. figures, .. resumed.Figures]);
        (string state, Dictionary<string, string> tensors) = undisturbed.Content();
        (string resumedState, Dictionary<string, string> resumedTensors) = resumed.Content();
        Assert.Equal(state, resumedState);
        Assert.Equal(tensors, resumedTensors);
    }

    private string Folder(string name) => Directory.CreateDirectory(Path.Combine(_folder, name)).FullName;
}
