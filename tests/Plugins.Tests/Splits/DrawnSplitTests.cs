using System.Globalization;
using CsCheck;
using MmoePipeline.Data;
using MmoePipeline.Data.Splits;
using MmoePipeline.Plugins.Splits;
using MmoePipeline.Plugins.Splits.Group;
using MmoePipeline.Plugins.Splits.Random;

namespace MmoePipeline.Plugins.Tests.Splits;

/// <summary>Splits whose rows or groups are drawn.</summary>
public sealed class DrawnSplitTests
{
    private const int Rows = 100_000;

    /// <summary>Five standard deviations of a binomial count.</summary>
    [Theory]
    [InlineData(0.1, 0.2)]
    [InlineData(0.01, 0.5)]
    public void Shares_of_random_rows_are_the_configured_ones(double validation, double test)
    {
        AssignedRows rows = AssignedRows.Of(Random(validation, test, seed: 0), Rows, 4096);
        RequireShare(rows, DataSplit.Validation, validation);
        RequireShare(rows, DataSplit.Test, test);
        Assert.DoesNotContain(DataSplit.None, rows.Splits);
    }

    [Fact]
    public void A_table_that_grows_keeps_the_splits_of_its_rows_whatever_the_chunks() => Gen.Select(Gen.Int[1, 200], Gen.Int[1, 50], Gen.Int[1, 50], Gen.Int).Sample(
        (rows, chunk, other, seed) => AssignedRows.Of(Random(0.1, 0.2, seed), rows, chunk).Splits
            .SequenceEqual(AssignedRows.Of(Random(0.1, 0.2, seed), rows + 50, other).Splits.Take(rows)));

    /// <summary>With two seeds independently, 0.7² + 0.1² + 0.2² = 0.54 of the rows are in the same split.</summary>
    [Fact]
    public void Another_seed_draws_other_rows()
    {
        ImmutableArray<DataSplit?> first = AssignedRows.Of(Random(0.1, 0.2, seed: 0), Rows, 4096).Splits;
        ImmutableArray<DataSplit?> second = AssignedRows.Of(Random(0.1, 0.2, seed: 1), Rows, 4096).Splits;
        Assert.Equal(0.54, first.Zip(second).Count(pair => pair.First == pair.Second) / (double)Rows, 0.01);
    }

    [Fact]
    public void No_group_is_in_two_splits_and_groups_have_the_shares()
    {
        int[] user = [.. Enumerable.Range(0, Rows).Select(row => (int)(((long)row * row) % 19_997))];
        AssignedRows rows = AssignedRows.Of(Group(seed: 3), Rows, 4096, (first, count) =>
            new NumberColumn(user.Skip(first).Take(count).Select(value => (double)value).ToArray()));
        ILookup<int, DataSplit?> splitsOfUser = user.Zip(rows.Splits).ToLookup(pair => pair.First, pair => pair.Second);
        Assert.All(splitsOfUser, group => Assert.Single(group.Distinct()));
        double deviation = Math.Sqrt(0.2 * 0.8 / splitsOfUser.Count);
        Assert.Equal(0.2, splitsOfUser.Count(group => group.First() == DataSplit.Test) / (double)splitsOfUser.Count, 5 * deviation);
    }

    /// <summary>A group's split doesn't depend on the form in which a source gives the column.</summary>
    [Fact]
    public void A_group_is_its_text()
    {
        string[] texts = [.. Enumerable.Range(0, 300).Select(row => $"{row % 40}")];
        string letters = AssignedRows.Of(Group(seed: 0), texts).Letters;
        double[] numbers = [.. texts.Select(text => double.Parse(text, CultureInfo.InvariantCulture))];
        Assert.Equal(letters, AssignedRows.Of(Group(seed: 0), numbers).Letters);
        string[] list = [.. Enumerable.Range(0, 40).Select(group => $"{group}")];
        int[] codes = [.. texts.Select(text => int.Parse(text, CultureInfo.InvariantCulture))];
        Assert.Equal(letters, AssignedRows.Of(Group(seed: 0), 300, 7, (first, count) => new CodedTextColumn(codes.AsMemory(first, count), list)).Letters);
        Assert.Equal(3, letters.Distinct().Count());
    }

    [Fact]
    public void A_row_without_a_group_is_reported() => Assert.Equal(
        ["MMOE2501 1 user", "MMOE2501 3 user"], AssignedRows.Of(Group(seed: 0), "a", null, "b", "").Faults);

    private static RandomSplit Random(double validation, double test, int seed) =>
        new(new() { Shares = new Shares { Validation = validation, Test = test, Seed = seed } });

    private static GroupSplit Group(int seed) => new(new() { Column = "user", Shares = new Shares { Seed = seed } });

    private static void RequireShare(AssignedRows rows, DataSplit split, double share) => Assert.Equal(
        share, rows.Splits.Count(found => found == split) / (double)Rows, 5 * Math.Sqrt(share * (1 - share) / Rows));
}
