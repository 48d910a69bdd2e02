using System.Runtime.InteropServices;
using MmoePipeline.Data;
using MmoePipeline.Features;

namespace MmoePipeline.Inference.Features;

/// <summary>
/// Texts of a column as 64-bit hashes, <see cref="Vocabulary.HashOf"/>: of any number of different texts, each takes as much room as any other. A missing value is the
/// empty text.
/// </summary>
internal sealed class CellHashes
{
    /// <summary>Numbers whose hashes are remembered, because it takes long to write them as texts.</summary>
    private const int RememberedNumbers = 1 << 16;

    private readonly List<ulong> _ofCode = [];
    private readonly Dictionary<double, ulong> _ofNumber = [];
    private IReadOnlyList<string>? _texts;

    /// <summary>Hashes the values of some rows.</summary>
    /// <param name="column">A chunk's column.</param>
    /// <param name="rows">The rows of the chunk.</param>
    /// <param name="hashes">Gets the hash of each row's text.</param>
    public void Read(TableColumn column, ReadOnlySpan<int> rows, Span<ulong> hashes)
    {
        switch (column)
        {
            case CodedTextColumn coded:
                Read(coded, rows, hashes);
                break;
            case NumberColumn numbers:
                Read(numbers, rows, hashes);
                break;
            default:
                for (int index = 0; index < rows.Length; index++)
                {
                    hashes[index] = Vocabulary.HashOf(column.TextAt(rows[index]) ?? "");
                }

                break;
        }
    }

    private void Read(CodedTextColumn column, ReadOnlySpan<int> rows, Span<ulong> hashes)
    {
        if (!ReferenceEquals(_texts, column.Texts))
        {
            _texts = column.Texts;
            _ofCode.Clear();
        }

        while (_ofCode.Count < column.Texts.Count)
        {
            _ofCode.Add(Vocabulary.HashOf(column.Texts[_ofCode.Count]));
        }

        ulong missing = Vocabulary.HashOf("");
        ReadOnlySpan<int> codes = column.Codes.Span;
        ReadOnlySpan<ulong> ofCode = CollectionsMarshal.AsSpan(_ofCode);
        for (int index = 0; index < rows.Length; index++)
        {
            int code = codes[rows[index]];
            hashes[index] = code < 0 ? missing : ofCode[code];
        }
    }

    private void Read(NumberColumn column, ReadOnlySpan<int> rows, Span<ulong> hashes)
    {
        ReadOnlySpan<double> values = column.Values.Span;
        for (int index = 0; index < rows.Length; index++)
        {
            double value = values[rows[index]];
            if (double.IsNaN(value))
            {
                hashes[index] = Vocabulary.HashOf(column.TextAt(rows[index]) ?? "");
                continue;
            }

            if (_ofNumber.Count >= RememberedNumbers)
            {
                _ofNumber.Clear();
            }

            ref ulong hash = ref CollectionsMarshal.GetValueRefOrAddDefault(_ofNumber, value, out bool isKnown);
            if (!isKnown)
            {
                hash = Vocabulary.HashOf(column.TextAt(rows[index])!);
            }

            hashes[index] = hash;
        }
    }
}
