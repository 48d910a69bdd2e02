using MmoePipeline.Data;
using MmoePipeline.Features;

namespace MmoePipeline.Plugins.Features.Lists;

/// <summary>Reads the elements of a chunk's lists as codes of a vocabulary.</summary>
internal readonly ref struct ListCodes
{
    /// <summary>The code of an element that is missing.</summary>
    public const int Missing = -1;

    private readonly TableColumn _column;
    private readonly string? _separator;
    private readonly VocabularyOptions _options;
    private readonly Vocabulary? _vocabulary;
    private readonly ReadOnlySpan<int> _codeOfText;
    private readonly ReadOnlySpan<int> _texts;

    /// <summary>Prepares the reading of a chunk.</summary>
    /// <param name="column">The chunk's column.</param>
    /// <param name="separator">What splits a text; null where a text is one element.</param>
    /// <param name="options">What values are.</param>
    /// <param name="vocabulary">The values; null where they are codes already.</param>
    public ListCodes(TableColumn column, string? separator, VocabularyOptions options, Vocabulary? vocabulary)
    {
        (_column, _separator, _options, _vocabulary) = (column, separator, options, vocabulary);
        if (vocabulary is not null && column is ListColumn { Values: CodedTextColumn coded })
        {
            _codeOfText = vocabulary.CodesOf(coded);
            _texts = coded.Codes.Span;
        }
    }

    /// <summary>Reads elements of a row.</summary>
    /// <param name="row">The row of the chunk.</param>
    /// <param name="skipped">Elements at the start that are left out.</param>
    /// <param name="codes">Gets the code of each of the next elements; <see cref="Missing"/> for a missing one.</param>
    public void Read(int row, int skipped, Span<int> codes)
    {
        if (_codeOfText.IsEmpty || _column is not ListColumn lists)
        {
            ReadTexts(row, skipped, codes);
            return;
        }

        ReadOnlySpan<int> texts = _texts.Slice(lists.RangeOf(row).Start + skipped, codes.Length);
        for (int element = 0; element < codes.Length; element++)
        {
            codes[element] = texts[element] < 0 ? Missing : _codeOfText[texts[element]];
        }
    }

    private void ReadTexts(int row, int skipped, Span<int> codes)
    {
        var elements = new ListElements(_column, row, _separator);
        elements.Skip(skipped);
        for (int element = 0; element < codes.Length && elements.MoveNext(); element++)
        {
            ReadOnlySpan<char> text = elements.Current;
            codes[element] = text.IsEmpty ? Missing : _options.CodeOf(_vocabulary, text);
        }
    }
}
