using MmoePipeline.Randomness;
using TorchSharp;

namespace MmoePipeline.Abstractions.Tests.Randomness;

public sealed class RandomStreamsTests
{
    [Fact]
    public void One_name_and_seed_give_one_sequence_whatever_else_draws()
    {
        using var alone = new RandomStreams(7);
        using var crowded = new RandomStreams(7);
        using torch.Tensor noise = crowded.Open("other").Uniform([100]);
        using torch.Tensor first = alone.Open("weights").Uniform([50]);
        using torch.Tensor second = crowded.Open("weights").Uniform([50]);
        Assert.Equal(first.data<float>().ToArray(), second.data<float>().ToArray());
    }

    [Fact]
    public void Other_names_and_other_seeds_give_other_sequences()
    {
        using var streams = new RandomStreams(7);
        using var otherSeed = new RandomStreams(8);
        ulong[] seeds = [streams.SeedOf("a"), streams.SeedOf("b"), otherSeed.SeedOf("a"), otherSeed.SeedOf("b")];
        Assert.Equal(4, seeds.Distinct().Count());
    }

    /// <summary>SHA-256 of "0/a" begins with these bytes, by sha256sum: a seed is the same on every machine and version.</summary>
    [Fact]
    public void Seeds_are_those_of_SHA_256()
    {
        using var streams = new RandomStreams(0);
        Assert.Equal(0x8964C4C78D6B21D3UL, streams.SeedOf("a"));
    }

    [Fact]
    public void A_stream_opens_once()
    {
        using var streams = new RandomStreams(0);
        streams.Open("a");
        Assert.Throws<ArgumentException>(() => streams.Open("a"));
    }

    [Fact]
    public void Draws_have_the_moments_of_their_distributions()
    {
        using var streams = new RandomStreams(3);
        const int Count = 200_000;
        using torch.Tensor normal = streams.Open("normal").Normal([Count], 0.1);
        using torch.Tensor uniform = streams.Open("uniform").Uniform([Count], -2, 4);
        using torch.Tensor ones = streams.Open("ones").Bernoulli([Count], 0.3);

        // Five standard errors of the mean.
        Assert.Equal(0, normal.mean().item<float>(), 5 * 0.1 / Math.Sqrt(Count));
        Assert.Equal(0.1, normal.std().item<float>(), 0.001);
        Assert.Equal(1, uniform.mean().item<float>(), 5 * 6 / Math.Sqrt(12 * Count));
        Assert.Equal(0.3, ones.mean().item<float>(), 5 * Math.Sqrt(0.21 / Count));
    }
}
