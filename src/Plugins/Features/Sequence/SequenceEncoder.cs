using System.Buffers;
using System.Text.Json;
using MmoePipeline.Data;
using MmoePipeline.Features;
using MmoePipeline.Plugins.Features.Lists;
using MmoePipeline.Plugins.Features.Number;
using MmoePipeline.Plugins.Features.Statistics;

namespace MmoePipeline.Plugins.Features.Sequence;

/// <summary>Encodes events as lists of codes and numbers, and targets as codes.</summary>
internal sealed class SequenceEncoder : FeatureEncoder
{
    private readonly SequenceFeatureOptions _options;
    private readonly SequenceColumns _columns;
    private readonly FeatureState _state;
    private readonly ImmutableArray<Standardisation> _scales;

    /// <summary>Takes what was learnt.</summary>
    /// <param name="options">How lists are read.</param>
    /// <param name="columns">Which column is what.</param>
    /// <param name="state">Vocabularies and scales.</param>
    public SequenceEncoder(SequenceFeatureOptions options, SequenceColumns columns, FeatureState state)
    {
        (_options, _columns, _state) = (options, columns, state);
        _scales = state.Values.Deserialize<ImmutableArray<Standardisation>>();
        if (_scales.IsDefault || _scales.Length != columns.NumberIndices.Length)
        {
            throw new FormatException($"expected the scales of {columns.NumberIndices.Length} columns of numbers");
        }

        Form = new FeatureForm(columns.TargetTables, 0)
        {
            List = new ListForm([.. Enumerable.Range(0, columns.Categories.Length)], columns.NumberIndices.Length),
        };
    }

    /// <inheritdoc/>
    public override FeatureForm Form { get; }

    /// <inheritdoc/>
    public override int WidthOf(ImmutableArray<int> dimensions) => dimensions.Sum() + _columns.NumberIndices.Length;

    /// <inheritdoc/>
    public override FeatureModule CreateModule(FeatureModuleContext context) => new SequenceModule(_options, Form, WidthOf(context.Dimensions), context);

    /// <inheritdoc/>
    public override void Encode(ImmutableArray<TableColumn> chunk, ReadOnlySpan<int> rows, FeatureCells cells)
    {
        for (int target = 0; target < _columns.TargetTables.Length; target++)
        {
            Span<int> codes = cells.Codes(target);
            int table = _columns.TargetTables[target];
            for (int index = 0; index < rows.Length; index++)
            {
                codes[index] = CodeOf(table, chunk[_columns.FirstTarget + target].TextAt(rows[index]));
            }
        }

        // Column by column, and then element by element: each column is read at once, and an element has a value of each.
        int length = _options.Lists.MaximumLength;
        int[] codesOfRow = ArrayPool<int>.Shared.Rent(_columns.Categories.Length * length);
        float[] numbersOfRow = ArrayPool<float>.Shared.Rent(Math.Max(1, _columns.NumberIndices.Length * length));
        Span<int> code = stackalloc int[_columns.Categories.Length];
        Span<float> values = stackalloc float[_columns.NumberIndices.Length];
        foreach (int row in rows)
        {
            (int skipped, int used) = _options.Lists.RangeOf(chunk[0], row);
            for (int column = 0; column < code.Length; column++)
            {
                new ListCodes(chunk[_columns.CategoryIndices[column]], _options.Lists.Separator, _columns.Categories[column].Vocabulary, _state.Vocabularies[column])
                    .Read(row, skipped, codesOfRow.AsSpan(column * used, used));
            }

            for (int column = 0; column < values.Length; column++)
            {
                ReadNumbers(column, chunk[_columns.NumberIndices[column]], row, skipped, numbersOfRow.AsSpan(column * used, used));
            }

            if (code.Length == 1 && values.Length == 0)
            {
                Span<int> ofRow = codesOfRow.AsSpan(0, used);
                ofRow.Replace(ListCodes.Missing, 0);
                cells.AppendAll(ofRow);
                cells.EndRow();
                continue;
            }

            for (int element = 0; element < used; element++)
            {
                for (int column = 0; column < code.Length; column++)
                {
                    code[column] = Math.Max(0, codesOfRow[(column * used) + element]);
                }

                for (int column = 0; column < values.Length; column++)
                {
                    values[column] = numbersOfRow[(column * used) + element];
                }

                cells.Append(code, values);
            }

            cells.EndRow();
        }

        ArrayPool<int>.Shared.Return(codesOfRow);
        ArrayPool<float>.Shared.Return(numbersOfRow);
    }

    private int CodeOf(int table, ReadOnlySpan<char> text) => _columns.Categories[table].Vocabulary.CodeOf(_state.Vocabularies[table], text);

    private void ReadNumbers(int number, TableColumn column, int row, int skipped, Span<float> to)
    {
        var elements = new ListElements(column, row, _options.Lists.Separator);
        elements.Skip(skipped);
        for (int element = 0; element < to.Length && elements.MoveNext(); element++)
        {
            to[element] = double.IsNaN(elements.Number) ? 0 : _scales[number].Apply(SignedLogarithm.Of(elements.Number));
        }
    }
}
