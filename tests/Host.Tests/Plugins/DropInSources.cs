namespace MmoePipeline.Host.Tests.Plugins;

/// <summary>Plugins as a stranger would write them, right but for what a test puts in.</summary>
internal static class DropInSources
{
    /// <summary>A bank of one expert, called <c>faulty</c>.</summary>
    /// <param name="forward">Statements of its forward pass; <c>output</c> is <c>[1, batch, 4]</c>.</param>
    /// <param name="constructor">Statements of the plugin's constructor.</param>
    /// <param name="name">The plugin's name.</param>
    public static string Expert(string forward = "", string constructor = "", string name = "faulty") =>
        $$"""
        namespace Stranger;

        /// <summary>Options.</summary>
        [PluginOptions]
        public sealed partial record FaultyOptions
        {
            /// <summary>A number.</summary>
            [Range(1, 8)]
            public int Count { get; init; } = 2;
        }

        /// <summary>An expert with a fault.</summary>
        [Plugin("{{name}}")]
        public sealed class FaultyExpert : IExpert
        {
            private readonly ITrainingClock _clock;

            public FaultyExpert(FaultyOptions options, ITrainingClock clock)
            {
                _clock = clock;
                {{constructor}}
            }

            public ExpertBank CreateBank(ExpertContext context) => new FaultyBank(context.InputWidth, _clock);
        }

        public sealed class FaultyBank : ExpertBank
        {
            public static readonly List<torch.Tensor> Kept = new();
            private readonly torch.nn.Module<torch.Tensor, torch.Tensor> _map;
            private readonly ITrainingClock _clock;

            public FaultyBank(int inputWidth, ITrainingClock clock)
                : base("faulty", 1, 4)
            {
                _clock = clock;
                _map = torch.nn.Linear(inputWidth, 4);
                RegisterComponents();
            }

            public override torch.Tensor Forward(torch.Tensor input)
            {
                torch.Tensor output = _map.call(input).unsqueeze(0);
                {{forward}}
                return output;
            }
        }
        """;

    /// <summary>A loss weighting called <c>faulty</c>.</summary>
    /// <param name="combine">The combined loss.</param>
    public static string Weighting(string combine) =>
        $$"""
        namespace Stranger;

        /// <summary>A loss weighting with a fault.</summary>
        [Plugin("faulty")]
        public sealed class FaultyWeighting(ITrainingClock clock) : LossWeighting("faulty")
        {
            public override torch.Tensor Combine(torch.Tensor losses)
            {
                long step = clock.Step;
                return {{combine}};
            }

            public override torch.Tensor CurrentWeights() => torch.ones(2);
        }
        """;

    /// <summary>A probe called <c>faulty</c>.</summary>
    /// <param name="members">Its members.</param>
    public static string Probe(string members) =>
        $$"""
        namespace Stranger;

        /// <summary>A probe with a fault.</summary>
        [Plugin("faulty")]
        public sealed class FaultyProbe : Probe
        {
            {{members}}
        }
        """;
}
