using System.Globalization;
using MmoePipeline.Data;
using MmoePipeline.Features;

namespace MmoePipeline.Plugins.Features.Lists;

/// <summary>Counts the values of lists' elements, and what is worth a remark.</summary>
/// <param name="options">How lists are read.</param>
/// <param name="columns">The columns of lists, then those of single values, each with its vocabulary where one is learnt; columns of numbers have none.</param>
/// <param name="listCount">How many of them are lists.</param>
internal sealed class ListLearner(ListOptions options, ImmutableArray<(string Name, VocabularyLearner? Vocabulary)> columns, int listCount) : FeatureLearner
{
    private readonly long[] _elements = new long[columns.Length];
    private readonly long[] _separated = new long[columns.Length];
    private readonly long[] _texts = new long[columns.Length];
    private long _rows;
    private long _cut;

    /// <inheritdoc/>
    public override ImmutableArray<FeatureRemark> Remarks
    {
        get
        {
            var remarks = ImmutableArray.CreateBuilder<FeatureRemark>();
            for (int column = 0; column < listCount && _rows > 0; column++)
            {
                if (_elements[column] == 0)
                {
                    remarks.Add(new FeatureRemark(columns[column].Name, FeatureCodes.EmptyColumn, Write($"the lists of all {_rows:N0} training rows are empty")));
                }
                else if (options.Separator is { } separator && _texts[column] > 0 && _separated[column] == 0)
                {
                    remarks.Add(new FeatureRemark(
                        columns[column].Name, FeatureCodes.UnusedSeparator, Write($"none of the {_texts[column]:N0} texts of the training rows has the separator {CellText.Quote(separator)}")));
                }
            }

            if (_cut > 0)
            {
                remarks.Add(new FeatureRemark(
                    columns[0].Name,
                    FeatureCodes.ListsCut,
                    Write($"{_cut:N0} of {_rows:N0} training rows have more than {options.MaximumLength:N0} elements; the {(options.Keep == ListEnd.First ? "first" : "last")} {options.MaximumLength:N0} are used")));
            }

            return remarks.ToImmutable();
        }
    }

    /// <inheritdoc/>
    public override void Add(ImmutableArray<TableColumn> chunk, ReadOnlySpan<int> rows, long firstRow)
    {
        _rows += rows.Length;
        for (int column = 0; column < columns.Length; column++)
        {
            foreach (int row in rows)
            {
                if (column < listCount)
                {
                    AddList(column, chunk[column], row);
                }
                else
                {
                    columns[column].Vocabulary?.Add(chunk[column].TextAt(row));
                }
            }
        }
    }

    /// <inheritdoc/>
    public override void Merge(FeatureLearner other)
    {
        var learner = (ListLearner)other;
        for (int column = 0; column < columns.Length; column++)
        {
            _elements[column] += learner._elements[column];
            _separated[column] += learner._separated[column];
            _texts[column] += learner._texts[column];
        }

        _rows += learner._rows;
        _cut += learner._cut;
    }

    private void AddList(int column, TableColumn values, int row)
    {
        (int skipped, int used) = options.RangeOf(values, row);
        int all = ListElements.Count(values, row, options.Separator);
        _elements[column] += all;
        _cut += column == 0 && used < all ? 1 : 0;
        if (values is not ListColumn)
        {
            _texts[column] += all > 0 ? 1 : 0;
            _separated[column] += all > 1 ? 1 : 0;
        }

        if (columns[column].Vocabulary is not { } vocabulary)
        {
            return;
        }

        if (values is ListColumn { Values: CodedTextColumn coded } lists)
        {
            vocabulary.Add(coded, lists.RangeOf(row).Start + skipped, used);
            return;
        }

        var elements = new ListElements(values, row, options.Separator);
        elements.Skip(skipped);
        for (int element = 0; element < used && elements.MoveNext(); element++)
        {
            if (!elements.Current.IsEmpty)
            {
                vocabulary.Add(elements.Current);
            }
        }
    }

    private static string Write(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
