namespace MmoePipeline.Generators.Tests;

public sealed class OptionsEmissionTests
{
    [Fact]
    public async Task Every_type_of_option_and_every_rule()
    {
        GeneratorOutcome outcome = await GeneratorOutcome.OfAsync(
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

                [OptionPath(".csv", ".csv.gz")]
                public string? Table { get; init; }

                public TimeSpan Pause { get; init; } = TimeSpan.FromSeconds(90);

                public Mode Mode { get; init; } = Mode.VeryFast;

                public Mode? Other { get; init; }

                [MinLength(1)]
                [ItemRange(1, 4096)]
                public ImmutableArray<int> Widths { get; init; } = [64, 32];

                [MaxLength(4)]
                public ImmutableSortedDictionary<string, double> Weights { get; init; } = ImmutableSortedDictionary<string, double>.Empty;

                [StringLength(9, MinimumLength = 3, ErrorMessage = "{0} has {2} to {1} letters")]
                [DeniedValues("nothing")]
                public string Title { get; init; } = "title";

                /// <summary>Must be there, and not blank.</summary>
                [Required]
                public string Owner { get; init; } = "";

                [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
                public TimeSpan? Timeout { get; init; }

                [Range(typeof(decimal), "0.1", "79228162514264337593543950335")]
                public decimal Exact { get; init; } = 0.3m;

                public Half Tiny { get; init; }

                public UInt128 Huge { get; init; }

                public int[] Array { get; init; } = [1];

                public IReadOnlyList<bool> Flags { get; init; } = [];

                public ImmutableList<float?> Optional { get; init; } = [];

                public IReadOnlyDictionary<string, ImmutableArray<string>> Groups { get; init; } = ImmutableDictionary<string, ImmutableArray<string>>.Empty;

                [ItemRange(0, 1)]
                public ImmutableDictionary<string, float> Shares { get; init; } = ImmutableDictionary<string, float>.Empty;

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

        Assert.DoesNotContain(outcome.Mistakes, mistake => mistake.Id != "MMOE013");
        Assert.Empty(outcome.Errors);
        Snapshot.Match(outcome.Snapshots());
    }

    /// <summary>Two levels of inclusion between options of the record's own, required and not, with and without rules over several options.</summary>
    [Fact]
    public async Task Options_of_other_records_in_their_place()
    {
        GeneratorOutcome outcome = await GeneratorOutcome.OfAsync(
            """
            namespace ThirdParty;

            /// <summary>The least.</summary>
            [PluginOptions]
            public sealed partial record Least
            {
                /// <summary>How small.</summary>
                [Range(0.0, 1.0)]
                public double Least_ { get; init; } = 0.5;
            }

            /// <summary>Limits.</summary>
            [PluginOptions]
            public sealed partial record Limits
            {
                /// <summary>The limit below.</summary>
                [IncludedOptions]
                public Least Below { get; init; } = new();

                /// <summary>How large.</summary>
                public required double Most { get; init; }

                private void Validate(OptionsSection section)
                {
                }
            }

            /// <summary>Options.</summary>
            [PluginOptions]
            public sealed partial record Whole
            {
                /// <summary>First.</summary>
                public int First { get; init; }

                /// <summary>The limits.</summary>
                [IncludedOptions]
                public required Limits @event { get; init; }

                /// <summary>Last.</summary>
                public int Last { get; init; }
            }
            """);

        Assert.Empty(outcome.Mistakes);
        Assert.Empty(outcome.Errors);
        Snapshot.Match(outcome.Snapshots());
    }

    [Fact]
    public async Task A_record_inside_of_other_types()
    {
        GeneratorOutcome outcome = await GeneratorOutcome.OfAsync(
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

        Assert.DoesNotContain(outcome.Mistakes, mistake => mistake.Id != "MMOE013");
        Assert.Empty(outcome.Errors);
        Snapshot.Match(outcome.Snapshots());
    }

    /// <summary>A secret has no rules and no default: it is read and written by its own form.</summary>
    [Fact]
    public async Task A_secret_among_others()
    {
        GeneratorOutcome outcome = await GeneratorOutcome.OfAsync(
            """
            namespace Stranger;

            [PluginOptions]
            public sealed partial record Vault
            {
                /// <summary>What opens it.</summary>
                public required Secret Key { get; init; }

                public Secret? Spare { get; init; }

                public ImmutableArray<Secret> Others { get; init; } = [];

                public ImmutableSortedDictionary<string, Secret> Doors { get; init; } = ImmutableSortedDictionary<string, Secret>.Empty;

                public string Place { get; init; } = "cellar";

                private void Validate(OptionsSection section)
                {
                }
            }
            """);

        Assert.DoesNotContain(outcome.Mistakes, mistake => mistake.Id != "MMOE013");
        Assert.Empty(outcome.Errors);
        Snapshot.Match(outcome.Snapshots());
    }

    /// <summary>Names that the generated part would take by itself, and C# keywords as keys.</summary>
    [Fact]
    public async Task Names_of_the_authors_keep_their_meaning()
    {
        GeneratorOutcome outcome = await GeneratorOutcome.OfAsync(
            """
            [PluginOptions]
            public sealed partial record Awkward
            {
                public int Keys { get; init; }

                public required string Description { get; init; }

                public bool Section { get; init; }

                public bool Class { get; init; }

                public bool Contract { get; init; }

                public TimeSpan System { get; init; }
            }
            """);

        Assert.Empty(outcome.Errors);
        Snapshot.Match(outcome.Snapshots());
    }

    /// <summary>The attribute takes whole numbers beyond int as doubles, which have exponents and can't hold the ends of long.</summary>
    [Fact]
    public async Task Limits_beyond_int_are_whole_numbers()
    {
        GeneratorOutcome outcome = await GeneratorOutcome.OfAsync(
            """
            [PluginOptions]
            public sealed partial record Limits
            {
                [Range(0L, long.MaxValue)]
                public long? Rows { get; init; }

                [Range(-1e16, 1e16)]
                public long Offset { get; init; }

                [Range(long.MinValue, 3000000000L)]
                public long Bytes { get; init; }
            }
            """);

        Assert.Empty(outcome.Errors);
        string text = string.Concat(outcome.Sources.Select(source => source.Text));
        Assert.Contains("Range<long>(0L, null)", text, StringComparison.Ordinal);
        Assert.Contains("Range<long>(-10000000000000000L, 10000000000000000L)", text, StringComparison.Ordinal);
        Assert.Contains("Range<long>(null, 3000000000L)", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Records_of_one_name_in_two_namespaces_get_files_of_their_own()
    {
        GeneratorOutcome outcome = await GeneratorOutcome.OfAsync(
            """
            namespace One { [PluginOptions] public sealed partial record Options; }
            namespace Two { [PluginOptions] public sealed partial record Options; }
            """);

        Assert.Empty(outcome.Errors);
        Assert.Equal(["One.Options.Options.g.cs", "Two.Options.Options.g.cs"], outcome.Sources.Select(source => source.HintName).Order());
    }
}
