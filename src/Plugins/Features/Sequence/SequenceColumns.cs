using MmoePipeline.Data;

namespace MmoePipeline.Plugins.Features.Sequence;

/// <summary>Which column of a chunk is what.</summary>
internal sealed class SequenceColumns
{
    /// <summary>Sorts the columns.</summary>
    /// <param name="options">The columns.</param>
    public SequenceColumns(SequenceFeatureOptions options)
    {
        CategoryIndices = [.. options.Columns.Index().Where(column => !column.Item.Numbers).Select(column => column.Index)];
        NumberIndices = [.. options.Columns.Index().Where(column => column.Item.Numbers).Select(column => column.Index)];
        Categories = [.. CategoryIndices.Select(index => options.Columns[index])];
        TargetTables = [.. Categories.Index().Where(column => column.Item.Target is not null).Select(column => column.Index)];
        FirstTarget = options.Columns.Length;
        Requests =
        [
            .. options.Columns.Select(column => new ColumnRequest(column.Column, column.Numbers ? ColumnForm.NumberList : ColumnForm.TextList)),
            .. TargetTables.Select(table => new ColumnRequest(Categories[table].Target!, ColumnForm.Text)),
        ];
    }

    /// <summary>What a source is asked for: the lists, then the targets.</summary>
    public ImmutableArray<ColumnRequest> Requests { get; }

    /// <summary>The columns that are categories; each is of the table at its index.</summary>
    public ImmutableArray<SequenceColumnOptions> Categories { get; }

    /// <summary>The places of categories among the requests.</summary>
    public ImmutableArray<int> CategoryIndices { get; }

    /// <summary>The places of numbers among the requests.</summary>
    public ImmutableArray<int> NumberIndices { get; }

    /// <summary>For each target the table that it is looked up in.</summary>
    public ImmutableArray<int> TargetTables { get; }

    /// <summary>The place of the first target among the requests.</summary>
    public int FirstTarget { get; }
}
