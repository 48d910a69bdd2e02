using System.IO.Hashing;
using System.Text;
using CsCheck;
using MmoePipeline.Features;
using MmoePipeline.Plugins.Features.Hash;
using TorchSharp;

namespace MmoePipeline.Plugins.Tests.Features;

public sealed class HashFeatureTests : NetworkFixture
{
    private static readonly FeatureState NoState = new(default, [null]);

    /// <summary>The hash of the UTF-16 of a text, by the library's stream interface.</summary>
    [Fact]
    public void A_code_is_one_and_the_hash_modulo_the_buckets()
    {
        string?[] texts = ["apple", null, "pear", "", "äpfel"];
        int[][] codes = FeatureRows.Texts(texts).Codes(Encoder(functions: 2));
        Assert.Equal(texts.Select(text => string.IsNullOrEmpty(text) ? 0 : Bucket(text, 0)), codes[0]);
        Assert.Equal(texts.Select(text => string.IsNullOrEmpty(text) ? 0 : Bucket(text, 0x243F6A8885A308D3)), codes[1]);

        static int Bucket(string text, long seed)
        {
            var hash = new XxHash3(seed);
            hash.Append(Encoding.Unicode.GetBytes(text));
            return 1 + (int)(hash.GetCurrentHashAsUInt64() % 1000);
        }
    }

    [Fact]
    public void Codes_are_rows_of_the_table_whatever_the_text()
    {
        Gen.Select(Gen.String, Gen.Int[1, 50]).Sample((text, buckets) =>
        {
            int[][] codes = FeatureRows.Texts([text]).Codes(Encoder(functions: 2, buckets));
            Assert.All(codes, column => Assert.InRange(column[0], text.Length == 0 ? 0 : 1, text.Length == 0 ? 0 : buckets));
        });
        EmbeddingTable table = Assert.Single(Feature(1, 50).Tables);
        Assert.Equal(("item", new TableRows.Numbered(51)), (table.Name, table.Rows));
    }

    /// <summary>Of 4000 values in 100 buckets, some 80,000 pairs share the first bucket. Independent functions let 1 % of these share the second too, within 0.2 %.</summary>
    [Fact]
    public void Values_that_share_a_bucket_by_one_function_seldom_share_that_of_the_other()
    {
        string[] values = [.. Enumerable.Range(0, 4000).Select(value => $"user{value}")];
        int[][] codes = FeatureRows.Texts(values).Codes(Encoder(functions: 2, 100), 4000);
        long first = 0;
        long both = 0;
        foreach (IGrouping<int, int> bucket in Enumerable.Range(0, values.Length).GroupBy(value => codes[0][value]))
        {
            first += Pairs(bucket.Count());
            both += bucket.GroupBy(value => codes[1][value]).Sum(shared => Pairs(shared.Count()));
        }

        Assert.InRange(first, 75_000, 85_000);
        Assert.InRange((double)both / first, 0.008, 0.012);

        static long Pairs(long count) => count * (count - 1) / 2;
    }

    [Fact]
    public void Two_vectors_are_next_to_each_other_without_a_module()
    {
        FeatureEncoder encoder = Encoder(functions: 2);
        Assert.Equal([0, 0], encoder.Form.Codes.AsEnumerable());
        Assert.Equal((false, 16), (encoder.HasModule, encoder.WidthOf([8])));
        Assert.Null(encoder.CreateModule(new FeatureModuleContext("item", [8], Random, torch.CPU)));
    }

    /// <summary>Rows 1 and 2 are (1, 2) and (3, -4).</summary>
    [Theory]
    [InlineData(HashCombination.Sum, 4, -2)]
    [InlineData(HashCombination.Product, 3, -8)]
    public void Two_vectors_are_combined_and_have_gradients(HashCombination combine, double first, double second)
    {
        FeatureEncoder encoder = Encoder(functions: 2, 10, combine);
        Assert.Equal(2, encoder.WidthOf([2]));
        using FeatureModule module = encoder.CreateModule(new FeatureModuleContext("item", [2], Random, torch.CPU))!;
        var table = new TorchSharp.Modules.Parameter(torch.tensor(new double[,] { { 0, 0 }, { 1, 2 }, { 3, -4 } }));
        ImmutableArray<EmbeddingLookup> tables = [new EmbeddingLookup(table, hasSparseGradient: false)];
        var input = new FeatureInput(torch.tensor(new long[,] { { 1, 2 }, { 2, 2 }, { 0, 0 } }), torch.zeros(3, 0));
        Assert.Equal([first, second], module.Forward(input, tables)[0].data<double>().ToArray());
        Assert.InRange(ModuleGradients.LargestDifference(table, () => module.Forward(input, tables)), 0, 1e-6);
    }

    [Fact]
    public void A_column_without_values_is_reported()
    {
        FeatureLearner learner = FeatureRows.Texts([null, "", null, null]).Merged(Feature(1, 10), 2);
        Assert.Equal(("item", "MMOE2701"), Assert.Single(learner.Remarks.Select(remark => (remark.Column, remark.Code))));
        Assert.Empty(FeatureRows.Texts([null, "", null, "a"]).Merged(Feature(1, 10), 2).Remarks);
    }

    private static HashFeature Feature(int functions, int buckets, HashCombination combine = HashCombination.Concatenate) =>
        new(new HashFeatureOptions { Column = "item", Buckets = buckets, Functions = functions, Combine = combine });

    private static FeatureEncoder Encoder(int functions, int buckets = 1000, HashCombination combine = HashCombination.Concatenate) =>
        Feature(functions, buckets, combine).CreateEncoder(NoState);
}
