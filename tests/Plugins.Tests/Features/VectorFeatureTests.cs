using System.Globalization;
using System.Text.Json;
using CsCheck;
using MmoePipeline.Data;
using MmoePipeline.Features;
using MmoePipeline.Plugins.Features;
using MmoePipeline.Plugins.Features.Vector;

namespace MmoePipeline.Plugins.Tests.Features;

public sealed class VectorFeatureTests
{
    [Fact]
    public void Lists_are_numbers_as_they_are()
    {
        VectorFeature feature = Lists();
        FeatureRows rows = FeatureRows.Lists([1.5, -2], [0, 1e-3], [3, 4], [5, 6]);
        Assert.Equal(new ColumnRequest("v", ColumnForm.NumberList), Assert.Single(feature.Columns));
        Assert.Empty(rows.Faults(feature));
        float[][] values = rows.Values(feature.CreateEncoder(rows.Learn(feature)));
        Assert.Equal([1.5f, 0, 3, 5], values[0]);
        Assert.Equal([-2, 1e-3f, 4, 6], values[1]);
    }

    [Fact]
    public void Texts_are_split_at_the_separator()
    {
        VectorFeature feature = Texts("; ");
        FeatureRows rows = FeatureRows.Texts(["1.5; -2", "0;  1e-3"]);
        Assert.Empty(rows.Faults(feature));
        float[][] values = rows.Values(feature.CreateEncoder(rows.Learn(feature)));
        Assert.Equal([1.5f, 0], values[0]);
        Assert.Equal([-2, 1e-3f], values[1]);
    }

    [Fact]
    public void A_vector_of_one_number_can_be_a_single_value()
    {
        VectorFeature feature = new(new() { Column = "v", Length = 1 });
        FeatureRows rows = FeatureRows.Texts(["1.5", "x"]);
        Assert.Equal(["MMOE2708 1 v"], rows.Faults(feature));
        Assert.Equal([2.5f], FeatureRows.Numbers([2.5]).Values(feature.CreateEncoder(rows.Learn(feature)))[0]);
    }

    [Fact]
    public void Lists_that_are_no_vectors_are_faults_of_their_rows()
    {
        FeatureRows rows = FeatureRows.Lists([1, 2], null, [1], [1, 2, 3], [], [1, double.NaN], [1, 1e39], [3, 4]);
        Assert.Equal(
            ["MMOE2707 1 v", "MMOE2708 2 v", "MMOE2708 3 v", "MMOE2708 4 v", "MMOE2708 5 v", "MMOE2708 6 v"], rows.Faults(Lists()));
        Assert.DoesNotContain("MMOE2707 1 v", rows.Faults(Lists(MissingInput.Zeros)));
        Assert.Contains("expected a list of 2 numbers, found 3 numbers: '[1, 2, 3]'", rows.Reasons(Lists()));
    }

    [Fact]
    public void Texts_that_are_no_vectors_are_faults_of_their_rows()
    {
        FeatureRows rows = FeatureRows.Texts(["1|2", null, "1", "1|2|3", "1|x", "1|", ""]);
        Assert.Equal(
            ["MMOE2707 1 v", "MMOE2708 2 v", "MMOE2708 3 v", "MMOE2708 4 v", "MMOE2708 5 v", "MMOE2707 6 v"], rows.Faults(Texts("|")));
        Assert.Contains("expected 2 numbers with '|' between them, found 3 numbers: '1|2|3'", rows.Reasons(Texts("|")));
        Assert.Equal(["MMOE2702 0 v"], FeatureRows.Texts(["1|2"]).Faults(Lists()));
    }

    /// <summary>0, 2, 4 have mean 2 and variance 8/3; the second component is constant; the row without a vector is left out of both.</summary>
    [Fact]
    public void Components_are_standardised_over_the_training_rows()
    {
        VectorFeature feature = Lists(MissingInput.Zeros, standardize: true);
        FeatureRows rows = FeatureRows.Lists([0, 7], [2, 7], null, [4, 7]);
        FeatureState state = rows.Learn(feature);
        Assert.Equal([2, 7], state.Values.GetProperty("mean").EnumerateArray().Select(number => number.GetDouble()));
        Assert.Equal([Math.Sqrt(8d / 3), 0], state.Values.GetProperty("deviation").EnumerateArray().Select(number => number.GetDouble()));
        float[][] values = FeatureRows.Lists([0, 9], [2, 7], null, [8, 7]).Values(feature.CreateEncoder(state));
        float unit = (float)(2 / Math.Sqrt(8d / 3));
        Assert.Equal([-unit, 0, 0, 3 * unit], values[0].Select(value => MathF.Round(value, 5)), (left, right) => Math.Abs(left - right) < 1e-5);
        Assert.Equal([0, 0, 0, 0], values[1]);
    }

    [Fact]
    public void What_is_learnt_does_not_depend_on_chunks_and_parts()
    {
        VectorFeature feature = Lists(MissingInput.Zeros, standardize: true);
        Gen<double[]?> vector = Gen.Double[-1e6, 1e6].Array[2].Select(Gen.Int[0, 4], (values, missing) => missing == 0 ? null : values);
        Gen.Select(vector.Array[13], Gen.Int[1, 13], Gen.Int[0, 13]).Sample((vectors, chunk, cut) =>
        {
            FeatureRows rows = FeatureRows.Lists(vectors);
            FeatureState whole = rows.Learn(feature, 13);
            Assert.Equal(whole.Values.GetRawText(), rows.Learn(feature, chunk).Values.GetRawText());
            Assert.Equal(whole.Values.GetRawText(), rows.Merged(feature, cut, chunk).State.GetRawText());
            FeatureEncoder encoder = feature.CreateEncoder(whole);
            Assert.Equal(rows.Values(encoder, 13), rows.Values(encoder, chunk));
        });
    }

    /// <summary>A text of the shortest digits and the list of the same numbers are one vector.</summary>
    [Fact]
    public void Texts_and_lists_of_the_same_numbers_are_encoded_alike() => Gen.Float[-1e30f, 1e30f].Array[2].Sample(vector =>
    {
        FeatureState none = new(default, []);
        string text = string.Join('|', vector.Select(value => value.ToString("R", CultureInfo.InvariantCulture)));
        Assert.Equal(
            FeatureRows.Lists([.. vector.Select(value => (double)value)]).Values(Lists().CreateEncoder(none)), FeatureRows.Texts([text]).Values(Texts("|").CreateEncoder(none)));
    });

    [Theory]
    [InlineData("""{"mean":[1],"deviation":[1]}""")]
    [InlineData("""{"mean":[1,2],"deviation":[1,-1]}""")]
    public void A_state_that_was_not_learnt_is_refused(string state) => Assert.Throws<JsonException>(
        () => Lists(standardize: true).CreateEncoder(new FeatureState(JsonDocument.Parse(state).RootElement, [])));

    [Fact]
    public void A_column_without_values_is_reported() => Assert.Equal(
        [("v", "MMOE2701")], FeatureRows.Lists(null, null).Merged(Lists(MissingInput.Zeros), 1).Remarks.Select(remark => (remark.Column, remark.Code)));

    private static VectorFeature Lists(MissingInput missing = MissingInput.Refuse, bool standardize = false) =>
        new(new() { Column = "v", Length = 2, Missing = missing, Standardize = standardize });

    private static VectorFeature Texts(string separator) => new(new() { Column = "v", Length = 2, Separator = separator });
}
