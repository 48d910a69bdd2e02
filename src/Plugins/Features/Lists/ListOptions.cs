using System.ComponentModel.DataAnnotations;
using MmoePipeline.Composition;
using MmoePipeline.Data;

namespace MmoePipeline.Plugins.Features.Lists;

/// <summary>Options of lists in the rows of a table.</summary>
[PluginOptions]
public sealed partial record ListOptions
{
    /// <summary>What separates the elements of a list that is written as a text; null for columns that are lists, and for texts that are one element.</summary>
    [MinLength(1)]
    public string? Separator { get; init; }

    /// <summary>How many elements of a list are used at most; others are left out and counted.</summary>
    [Range(1, 1 << 20)]
    public int MaximumLength { get; init; } = 50;

    /// <summary>Which elements of a longer list are used: the first ones, or the last ones, which are the latest where lists are in the order of time.</summary>
    public ListEnd Keep { get; init; } = ListEnd.Last;

    /// <summary>Which elements of a row's list are used.</summary>
    /// <param name="column">The column.</param>
    /// <param name="row">The row of the chunk.</param>
    /// <returns>How many are left out at the start, and how many are used.</returns>
    internal (int Skipped, int Used) RangeOf(TableColumn column, int row)
    {
        int count = ListElements.Count(column, row, Separator);
        int used = Math.Min(count, MaximumLength);
        return (Keep == ListEnd.First ? 0 : count - used, used);
    }
}

/// <summary>An end of a list.</summary>
public enum ListEnd
{
    /// <summary>The first elements.</summary>
    First,

    /// <summary>The last elements.</summary>
    Last,
}
