using MmoePipeline.Configuration;
using MmoePipeline.Data;
using MmoePipeline.Data.Splits;
using MmoePipeline.Engine.Data.Batches;
using MmoePipeline.Engine.Data.Encoding;
using MmoePipeline.Plugins.Splits.Modulo;
using MmoePipeline.Plugins.Tasks.Binary;
using MmoePipeline.Runs.Options.Data;
using MmoePipeline.Runs.Plugins;
using MmoePipeline.Tasks;

namespace MmoePipeline.Host.Tests;

/// <summary>Small encoded tables.</summary>
internal static class Tables
{
    public static ImmutableArray<ITask> Tasks { get; } =
        [new BinaryTask(new BinaryTaskOptions { Name = "buys", Label = "buy", Positive = "yes" })];

    public static FeatureOptions Features { get; } = new() { Categorical = ["colour"], Numeric = ["price"] };

    /// <summary>Of four rows, two are to train on, one to validate and one to test.</summary>
    public static ModuloSplitOptions SplitOptions { get; } = new() { Modulus = 4, Train = "0-1", Validation = "2", Test = "3" };

    /// <summary>The split with these options.</summary>
    public static ISplit Split { get; } = new ModuloSplit(SplitOptions);

    /// <summary>Rows of colour, price and label.</summary>
    public static SourceOfRows Source(params string?[][] rows) => new(["colour", "price", "buy"], rows);

    public static SourceOfRows Good() => Source(
        ["red", "0", "yes"], ["blue", "3", "no"], ["green", "1", "yes"], ["red", "7", "no"],
        ["red", "15", "no"], ["red", "1", "yes"], ["blue", "0", "no"], ["pink", "0", "yes"]);

    /// <summary>Eight rows as those of <see cref="Good"/>, with other prices.</summary>
    /// <param name="price">The price of a row, for its number and what it is otherwise.</param>
    public static string?[][] Good8(Func<int, string?, string?> price) =>
        [.. Enumerable.Range(0, 8).Select(row => new[] { "red", price(row, "1"), row < 4 ? "yes" : "no" })];

    /// <summary>The slot of a configuration that has the source.</summary>
    public static PluginSlot<IDataSource> Slot(IDataSource source) => new(
        new PluginDescriptor
        {
            Kind = "data-source",
            KindType = typeof(IDataSource),
            Name = "rows",
            Type = typeof(SourceOfRows),
            Summary = "",
            Options = null,
            Bind = _ => null,
            Create = (_, _, _) => source,
        },
        null,
        "data.source");

    /// <summary>The slot of a configuration that has a split.</summary>
    public static PluginSlot<ISplit> SplitSlot(ModuloSplitOptions? options = null) => PluginSet.BuiltIn.Use<ISplit>(options ?? SplitOptions);

    public static EncodedTable Encode(SourceOfRows source) => TableEncoder.Encode(source, Features, Split, new(), Tasks, default);

    /// <summary>The embedding row of each row and categorical field, row by row.</summary>
    public static long[] Codes(EncodedRows rows)
    {
        int[] all = [.. Enumerable.Range(0, rows.Rows)];
        long[] codes = new long[rows.Rows * rows.Categorical.Length];
        for (int field = 0; field < rows.Categorical.Length; field++)
        {
            rows.Categorical[field].Gather(all, codes.AsSpan(field), rows.Categorical.Length);
        }

        return codes;
    }
}
