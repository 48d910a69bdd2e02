namespace MmoePipeline.Features;

/// <summary>What some rows of a feature are encoded as. Codes are rows of the feature's own tables, 0 for values that training never saw.</summary>
public sealed class FeatureCells
{
    private readonly int[][] _codes;
    private readonly float[][] _values;
    private readonly int[][] _elementCodes;
    private readonly float[][] _elementValues;
    private int[] _ends = [];
    private int _rows;
    private int _ended;

    /// <summary>Makes cells without rows.</summary>
    /// <param name="form">What a row is turned into.</param>
    public FeatureCells(FeatureForm form)
    {
        Form = form;
        _codes = [.. form.Codes.Select(_ => Array.Empty<int>())];
        _values = [.. Enumerable.Range(0, form.Values).Select(_ => Array.Empty<float>())];
        _elementCodes = [.. (form.List?.Codes ?? []).Select(_ => Array.Empty<int>())];
        _elementValues = [.. Enumerable.Range(0, form.List?.Values ?? 0).Select(_ => Array.Empty<float>())];
    }

    /// <summary>What a row is turned into.</summary>
    public FeatureForm Form { get; }

    /// <summary>The number of rows.</summary>
    public int Rows => _rows;

    /// <summary>The number of elements of all lists.</summary>
    public int Elements { get; private set; }

    /// <summary>Begins with other rows: codes and numbers 0, and no list ended yet.</summary>
    /// <param name="rows">Their number.</param>
    public void Clear(int rows)
    {
        (_rows, _ended, Elements) = (rows, 0, 0);
        ClearAll(_codes, rows);
        ClearAll(_values, rows);
        if (Form.List is not null && _ends.Length < rows)
        {
            _ends = new int[rows];
        }
    }

    /// <summary>The codes of one of the <see cref="FeatureForm.Codes"/>, row by row.</summary>
    public Span<int> Codes(int column) => _codes[column].AsSpan(0, _rows);

    /// <summary>The numbers of one of the <see cref="FeatureForm.Values"/>, row by row.</summary>
    public Span<float> Values(int column) => _values[column].AsSpan(0, _rows);

    /// <summary>Where the list of each row ends; it starts where that of the row before ends.</summary>
    /// <exception cref="InvalidOperationException">Not every row's list was ended.</exception>
    public ReadOnlySpan<int> Ends => _ended == _rows || Form.List is null
        ? _ends.AsSpan(0, Form.List is null ? 0 : _rows)
        : throw new InvalidOperationException($"The lists of {_ended} rows were ended, expected {_rows}.");

    /// <summary>The codes of one of the list's <see cref="ListForm.Codes"/>, element by element.</summary>
    public ReadOnlySpan<int> ElementCodes(int column) => _elementCodes[column].AsSpan(0, Elements);

    /// <summary>The numbers of one of the list's <see cref="ListForm.Values"/>, element by element.</summary>
    public ReadOnlySpan<float> ElementValues(int column) => _elementValues[column].AsSpan(0, Elements);

    /// <summary>Appends an element of one code to the list of the next row.</summary>
    public void Append(int code) => Append([code], []);

    /// <summary>Appends elements of one code each to the list of the next row.</summary>
    /// <param name="codes">The code of each element.</param>
    /// <exception cref="InvalidOperationException">Elements have several codes, or numbers.</exception>
    public void AppendAll(ReadOnlySpan<int> codes)
    {
        if (_elementCodes.Length != 1 || _elementValues.Length != 0)
        {
            throw new InvalidOperationException($"An element has {_elementCodes.Length} codes and {_elementValues.Length} numbers, not one code.");
        }

        if (_elementCodes[0].Length < Elements + codes.Length)
        {
            Array.Resize(ref _elementCodes[0], Math.Max(256, 2 * (Elements + codes.Length)));
        }

        codes.CopyTo(_elementCodes[0].AsSpan(Elements));
        Elements += codes.Length;
    }

    /// <summary>Appends an element to the list of the next row.</summary>
    /// <param name="codes">As many as the list's <see cref="ListForm.Codes"/>.</param>
    /// <param name="values">As many as the list's <see cref="ListForm.Values"/>.</param>
    public void Append(ReadOnlySpan<int> codes, ReadOnlySpan<float> values)
    {
        if (codes.Length != _elementCodes.Length || values.Length != _elementValues.Length)
        {
            throw new ArgumentException(
                $"An element has {codes.Length} codes and {values.Length} numbers, expected {_elementCodes.Length} and {_elementValues.Length}.", nameof(codes));
        }

        for (int column = 0; column < codes.Length; column++)
        {
            Put(ref _elementCodes[column], codes[column]);
        }

        for (int column = 0; column < values.Length; column++)
        {
            Put(ref _elementValues[column], values[column]);
        }

        Elements++;
    }

    /// <summary>Ends the list of the next row.</summary>
    /// <exception cref="InvalidOperationException">All rows' lists were ended, or the rows have none.</exception>
    public void EndRow()
    {
        if (Form.List is null || _ended == _rows)
        {
            throw new InvalidOperationException("There is no row left whose list could be ended.");
        }

        _ends[_ended++] = Elements;
    }

    private void Put<T>(ref T[] elements, T element)
    {
        if (elements.Length == Elements)
        {
            Array.Resize(ref elements, Math.Max(256, 2 * Elements));
        }

        elements[Elements] = element;
    }

    private static void ClearAll<T>(T[][] columns, int rows)
    {
        for (int column = 0; column < columns.Length; column++)
        {
            if (columns[column].Length < rows)
            {
                columns[column] = new T[rows];
            }

            columns[column].AsSpan(0, rows).Clear();
        }
    }
}
