namespace MmoePipeline.Generators.Tests;

public sealed class CatalogueEmissionTests
{
    [Fact]
    public async Task Plugins_are_ordered_by_kind_and_name()
    {
        GeneratorOutcome outcome = await GeneratorOutcome.OfAsync(
            """
            namespace Stranger;

            [PluginKind("sampler")]
            public interface ISampler;

            [PluginKind("decoder")]
            public abstract class Decoder : IRequiresContext<DecoderContext>;

            public sealed record DecoderContext : PluginContext;

            [PluginOptions]
            public sealed partial record BeamOptions;

            public interface IClock;

            /// <summary>Greedy.</summary>
            [Plugin("zeta")]
            public sealed class Zeta : ISampler;

            /// <summary>Keeps several <c>candidates</c>.</summary>
            /// <remarks>
            /// <para>As <see langword="null"/> as
            /// can be: <c>p(a | b)</c>.</para>
            /// <para>Slow.</para>
            /// </remarks>
            [Plugin("beam")]
            public sealed class Beam(BeamOptions options, IClock clock, DecoderContext context, IDisposable? log) : Decoder
            {
                public override string ToString() => $"{options}{clock}{context}{log}";
            }

            [Plugin("alpha")]
            internal sealed class Alpha : ISampler;
            """);

        Assert.DoesNotContain(outcome.Mistakes, mistake => mistake.Id != "MMOE013");
        Assert.Empty(outcome.Errors);
        Snapshot.Match(outcome.Snapshots());
    }

    [Fact]
    public async Task An_assembly_without_plugins_has_no_catalogue() =>
        Assert.Empty((await GeneratorOutcome.OfAsync("public sealed class Nothing;")).Sources);
}
