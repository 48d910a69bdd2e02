using MmoePipeline.Features;
using MmoePipeline.Plugins.Features.Vector;
using MmoePipeline.Plugins.Tests.DataSources;
using TorchSharp;

namespace MmoePipeline.Plugins.Tests.Features;

public sealed class PretrainedVectorTests : NetworkFixture
{
    private readonly TableFiles _files = new();

    [Fact]
    public void Keys_of_a_parquet_file_are_looked_up()
    {
        VectorFeature feature = Parquet(_files.Parquet("SELECT * FROM (VALUES ('b', [1.0, 2.0]), ('a', [3.0, -4.0])) t(id, v)", "v.parquet"));
        FeatureRows rows = FeatureRows.Texts(["a", null, "b", "c", ""]);
        FeatureEncoder encoder = feature.CreateEncoder(rows.Learn(feature));
        Assert.Equal([2, 0, 1, 0, 0], rows.Codes(encoder)[0]);
        Assert.Equal((2, true), (encoder.WidthOf([]), encoder.HasModule));
        Assert.Equal(FeatureForm.OwnRows, Assert.Single(encoder.Form.Codes));
        using FeatureModule module = Module(encoder);
        Assert.Equal([3, -4, 0, 0, 1, 2, 0, 0, 0, 0], Forward(module, [2, 0, 1, 0, 0]).data<float>().ToArray());
        Assert.Empty(module.parameters());
        Assert.Equal("vectors", Assert.Single(module.named_buffers()).name);
    }

    /// <summary>Whole numbers and doubles have the text that a table gives them; vectors may be of any type of numbers.</summary>
    [Theory]
    [InlineData("BIGINT", "FLOAT[]")]
    [InlineData("DOUBLE", "INTEGER[]")]
    [InlineData("VARCHAR", "DECIMAL(9,2)[]")]
    public void Keys_are_texts_as_the_table_has_them(string key, string vector)
    {
        VectorFeature feature = Parquet(_files.Parquet($"SELECT CAST(range AS {key}) AS id, CAST([range, 2 * range] AS {vector}) AS v FROM range(3000)", "v.parquet"));
        FeatureRows rows = FeatureRows.Texts(["2999", "0", "3000"]);
        FeatureEncoder encoder = feature.CreateEncoder(rows.Learn(feature));
        Assert.Equal([3000, 1, 0], rows.Codes(encoder)[0]);
        using FeatureModule module = Module(encoder);
        Assert.Equal([2999, 5998], Forward(module, [3000]).data<float>().ToArray());
    }

    [Theory]
    [InlineData("F32")]
    [InlineData("F64")]
    [InlineData("F16")]
    public void Keys_of_a_safetensors_file_are_its_rows(string type)
    {
        VectorFeature feature = Safetensors(SafetensorsBytes.Matrix(type, 2, 3, 1, 2, 3, -4, 5.5f, 6));
        FeatureRows rows = FeatureRows.Texts(["1", "0", "2", "-1", "1.0", null]);
        FeatureEncoder encoder = feature.CreateEncoder(rows.Learn(feature));
        Assert.Equal([2, 1, 0, 0, 0, 0], rows.Codes(encoder)[0]);
        using FeatureModule module = Module(encoder);
        Assert.Equal([-4, 5.5f, 6], Forward(module, [2]).data<float>().ToArray());
    }

    [Fact]
    public void Training_rows_add_nothing_to_what_is_learnt()
    {
        VectorFeature feature = Safetensors(SafetensorsBytes.Matrix("F32", 2, 1, 1, 2));
        FeatureRows rows = FeatureRows.Texts(["0", "9", "1", "1"]);
        string learnt = rows.Learn(feature).Values.GetRawText();
        Assert.Equal(learnt, rows.Merged(feature, 2, 1).State.GetRawText());
        Assert.Equal(learnt, FeatureRows.Texts(["5"]).Learn(feature).Values.GetRawText());
    }

    [Fact]
    public void Prediction_needs_no_file()
    {
        string path = _files.Parquet("SELECT 'a' AS id, [1.0, 2.0] AS v", "v.parquet");
        VectorFeature feature = Parquet(path);
        FeatureState state = FeatureRows.Texts(["a"]).Learn(feature);
        using FeatureModule trained = Module(feature.CreateEncoder(state));
        File.Delete(path);
        FeatureEncoder encoder = Parquet(path).CreateEncoder(state);
        Assert.Equal([1, 0], FeatureRows.Texts(["a", "b"]).Codes(encoder)[0]);
        using FeatureModule restored = encoder.CreateModule(new FeatureModuleContext("v", [], Random, torch.CPU) { IsRestored = true })!;
        Assert.Equal([0, 0], Forward(restored, [1]).data<float>().ToArray());
        restored.load_state_dict(trained.state_dict());
        Assert.Equal([1, 2], Forward(restored, [1]).data<float>().ToArray());
        ProblemAssert.Throws(() => Module(encoder), "MMOE2101 v.parquet");
    }

    [Fact]
    public void A_file_that_changed_since_rows_were_encoded_is_refused()
    {
        string path = _files.Parquet("SELECT 'a' AS id, [1.0, 2.0] AS v", "v.parquet");
        VectorFeature feature = Parquet(path);
        (FeatureState state, string? fingerprint) = (FeatureRows.Texts(["a"]).Learn(feature), feature.Fingerprint);
        _files.Parquet("SELECT 'a' AS id, [1.0, 2.5] AS v", "v.parquet");
        ProblemAssert.Throws(() => Module(Parquet(path).CreateEncoder(state)), "MMOE2710 v.parquet");
        Assert.NotEqual(fingerprint, feature.Fingerprint);
    }

    /// <summary>Row 0 has no gradient; the others have that of finite differences.</summary>
    [Fact]
    public void Tuned_vectors_have_gradients()
    {
        VectorFeature feature = new(Options(_files.Bytes(SafetensorsBytes.Matrix("F32", 2, 2, 1, 2, 3, -4), "v.safetensors")) with { Frozen = false });
        using FeatureModule module = Module(feature.CreateEncoder(FeatureRows.Texts(["0"]).Learn(feature)));
        (string name, TorchSharp.Modules.Parameter vectors) = Assert.Single(module.named_parameters());
        Assert.Equal("vectors", name);
        Assert.InRange(ModuleGradients.LargestDifference(vectors, () => Forward(module, [2, 0, 1, 2]), 0.25), 0, 1e-6);
        Assert.Equal([0, 0, 2, 4, 12, -16], vectors.grad!.view(-1).data<float>().ToArray());
        Assert.Equal([0, 0], Forward(module, [0]).data<float>().ToArray());
    }

    [Theory]
    [InlineData("SELECT * FROM (VALUES ('a', [1.0, 2.0]), ('b', [1.0, 2.0]), ('a', [1.0, 2.0])) t(id, v)", "MMOE2710 v.parquet, row 3")]
    [InlineData("SELECT * FROM (VALUES ('a', [1.0, 2.0]), ('b', [1.0])) t(id, v)", "MMOE2710 v.parquet, row 2")]
    [InlineData("SELECT * FROM (VALUES ('a', [1.0, 2.0]), ('b', [1.0, 'NaN'::DOUBLE])) t(id, v)", "MMOE2710 v.parquet, row 2")]
    [InlineData("SELECT * FROM (VALUES ('a', [1.0, 2.0]), ('b', [1.0, NULL])) t(id, v)", "MMOE2710 v.parquet, row 2")]
    [InlineData("SELECT * FROM (VALUES ('a', [1.0::DOUBLE, 2.0]), ('b', [1.0, 1e39])) t(id, v)", "MMOE2710 v.parquet, row 2")]
    [InlineData("SELECT * FROM (VALUES ('a', [1.0, 2.0]), ('b', NULL)) t(id, v)", "MMOE2710 v.parquet, row 2")]
    [InlineData("SELECT * FROM (VALUES ('a', [1.0, 2.0]), (NULL, [1.0, 2.0])) t(id, v)", "MMOE2710 v.parquet, row 2")]
    [InlineData("SELECT 'a' AS id, [1.0] AS v WHERE false", "MMOE2710 v.parquet")]
    [InlineData("SELECT 'a' AS id, []::DOUBLE[] AS v", "MMOE2710 v.parquet")]
    [InlineData("SELECT 'a' AS id, 1.0 AS v", "MMOE2710 v.parquet")]
    [InlineData("SELECT 'a' AS id, ['x'] AS v", "MMOE2710 v.parquet")]
    [InlineData("SELECT 'a' AS id, [[1.0]] AS v", "MMOE2710 v.parquet")]
    [InlineData("SELECT ['a'] AS id, [1.0] AS v", "MMOE2710 v.parquet")]
    [InlineData("SELECT 'a' AS key, [1.0] AS v", "MMOE2710 v.parquet")]
    public void A_parquet_file_without_vectors_of_one_length_for_each_key_is_refused(string query, string problem)
    {
        VectorFeature feature = Parquet(_files.Parquet(query, "v.parquet"));
        ProblemAssert.Throws(() => FeatureRows.Texts(["a"]).Learn(feature), problem);
    }

    [Fact]
    public void A_safetensors_file_with_a_value_that_is_no_number_is_refused_by_its_row() => ProblemAssert.Throws(
        () => FeatureRows.Texts(["0"]).Learn(Safetensors(SafetensorsBytes.Matrix("F32", 2, 2, 1, 2, 3, float.NaN))), "MMOE2710 v.safetensors, row 2");

    [Theory]
    [InlineData("""{"w":{"dtype":"F32","shape":[1,1],"data_offsets":[0,4]}}""")]
    [InlineData("""{"v":{"dtype":"BF16","shape":[1,2],"data_offsets":[0,4]}}""")]
    [InlineData("""{"v":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""")]
    [InlineData("""{"v":{"dtype":"F32","shape":[-1,-1],"data_offsets":[0,4]}}""")]
    [InlineData("""{"v":{"dtype":"F32","shape":[2147483647,2147483647],"data_offsets":[0,4]}}""")]
    [InlineData("""{"v":{"dtype":"F32","shape":[1,1],"data_offsets":[4,8]}}""")]
    [InlineData("""{"v":{"dtype":"F32","shape":[1,1],"data_offsets":[-4,0]}}""")]
    [InlineData("""{"v":{"dtype":"F32","shape":[1,1],"data_offsets":[0]}}""")]
    [InlineData("""{"v":{"dtype":"F32","shape":[1,1]}}""")]
    [InlineData("""{"v":{"dtype":"F32","shape":[1.5,1],"data_offsets":[0,4]}}""")]
    [InlineData("""{"v":{"dtype":"F32","shape":[0,1],"data_offsets":[0,0]}}""")]
    [InlineData("""{"v":{"dtype":"F32","shape":[1,1],"data_offsets":[0,4]},"v":{"dtype":"F32","shape":[1,1],"data_offsets":[0,4]}}""")]
    [InlineData("""{"v":7}""")]
    [InlineData("[1]")]
    [InlineData("{")]
    public void A_safetensors_file_whose_header_lies_is_refused(string header) => ProblemAssert.Throws(
        () => FeatureRows.Texts(["0"]).Learn(Safetensors(SafetensorsBytes.Of(header, 0, 0, 128, 63))), "MMOE2710 v.safetensors");

    [Theory]
    [InlineData(new byte[] { })]
    [InlineData(new byte[] { 2, 0, 0, 0, 0, 0, 0, 0, 123 })]
    [InlineData(new byte[] { 255, 255, 255, 255, 255, 255, 255, 255, 123, 125 })]
    public void A_safetensors_file_without_a_header_is_refused(byte[] content) =>
        ProblemAssert.Throws(() => FeatureRows.Texts(["0"]).Learn(Safetensors(content)), "MMOE2710 v.safetensors");

    [Fact]
    public void A_file_that_is_not_there_is_refused()
    {
        VectorFeature feature = new(Options(_files.PathOf("none.safetensors")));
        ProblemAssert.Throws(() => FeatureRows.Texts(["0"]).Learn(feature), "MMOE2101 none.safetensors");
        ProblemAssert.Throws(() => feature.Fingerprint, "MMOE2101 none.safetensors");
    }

    protected override void Dispose(bool disposing)
    {
        _files.Dispose();
        base.Dispose(disposing);
    }

    private static VectorFeature Parquet(string path) => new(new() { Key = "item", File = path, KeyColumn = "id", VectorColumn = "v" });

    private VectorFeature Safetensors(byte[] content) => new(Options(_files.Bytes(content, "v.safetensors")));

    private static VectorFeatureOptions Options(string path) => new() { Key = "item", File = path, Tensor = "v" };

    private FeatureModule Module(FeatureEncoder encoder) => encoder.CreateModule(new FeatureModuleContext("v", [], Random, torch.CPU))!;

    private static torch.Tensor Forward(FeatureModule module, params long[] codes) =>
        module.Forward(new FeatureInput(torch.tensor(codes).view(-1, 1), torch.zeros(codes.Length, 0)), []);
}
