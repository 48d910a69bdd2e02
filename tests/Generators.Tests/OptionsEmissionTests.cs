namespace MmoePipeline.Generators.Tests;

public sealed class OptionsEmissionTests
{
    [Fact]
    public void Every_type_of_option_and_every_rule()
    {
        GeneratorOutcome outcome = GeneratorOutcome.Of(
            """
            namespace Stranger;

            public enum Mode { Fast, VeryFast, GPUOnly }

            [PluginKind("sampler")]
            public interface ISampler;

            /// <summary>Options inside of options.</summary>
            [PluginOptions]
            public sealed partial record Inner
            {
                /// <summary>How often.</summary>
                [Range(1, int.MaxValue)]
                public int Times { get; init; } = 3;
            }

            /// <summary>All that can be <see cref="Inner"/> or not.</summary>
            /// <remarks>More than
            /// one line.</remarks>
            [PluginOptions]
            public sealed partial record Everything
            {
                /// <summary>A switch.</summary>
                public bool Switch { get; init; } = true;

                /// <summary>A share.</summary>
                /// <remarks>Exclusive above.</remarks>
                [Range(0.0, 1.0, MaximumIsExclusive = true)]
                public double Share { get; init; } = 0.5;

                [Range(-5, 5)]
                public sbyte Small { get; init; }

                [Range(0.5, 2.5)]
                public decimal Price { get; init; } = 1.5m;

                [AllowedValues(1, 2, 4)]
                public long? Lanes { get; init; }

                [RegularExpression("[a-z]+")]
                [Length(2, 8)]
                public required string Name { get; init; }

                [AllowedValues("a", "b\"c")]
                public string? Letter { get; init; }

                [OptionPath]
                public string? Folder { get; init; }

                public TimeSpan Pause { get; init; } = TimeSpan.FromSeconds(90);

                public Mode Mode { get; init; } = Mode.VeryFast;

                public Mode? Other { get; init; }

                [MinLength(1)]
                [ItemRange(1, 4096)]
                public ImmutableArray<int> Widths { get; init; } = [64, 32];

                [MaxLength(4)]
                public ImmutableSortedDictionary<string, double> Weights { get; init; } = ImmutableSortedDictionary<string, double>.Empty;

                public Inner Inner { get; init; } = new();

                public ImmutableArray<Inner> Inners { get; init; } = [];

                public PluginSlot<ISampler>? Sampler { get; init; }

                public required ImmutableArray<PluginSlot<ISampler>> Samplers { get; init; }

                public string Computed => Name + Share;

                private void Validate(OptionsSection section)
                {
                }
            }
            """);

        Assert.Empty(outcome.Diagnostics);
        Assert.Empty(outcome.Errors);
        Snapshot.Match(outcome, nameof(OptionsEmissionTests));
    }

    [Fact]
    public void A_record_inside_of_other_types()
    {
        GeneratorOutcome outcome = GeneratorOutcome.Of(
            """
            internal static partial class Outer<T>
            {
                internal partial record struct Middle
                {
                    [PluginOptions]
                    internal sealed partial record Options
                    {
                        public int Count { get; init; }

                        public Options()
                        {
                        }
                    }
                }
            }
            """);

        Assert.Empty(outcome.Diagnostics);
        Assert.Empty(outcome.Errors);
        Snapshot.Match(outcome, nameof(OptionsEmissionTests));
    }

    [Fact]
    public void Records_of_one_name_in_two_namespaces_get_files_of_their_own()
    {
        GeneratorOutcome outcome = GeneratorOutcome.Of(
            """
            namespace One { [PluginOptions] public sealed partial record Options; }
            namespace Two { [PluginOptions] public sealed partial record Options; }
            """);

        Assert.Empty(outcome.Errors);
        Assert.Equal(["One.Options.Options.g.cs", "Two.Options.Options.g.cs"], outcome.Sources.Select(source => source.HintName).Order());
    }
}
