using MmoePipeline.Data;
using Npgsql;

namespace PostgreSqlDataSource;

/// <summary>Collects the values of one column, chunk by chunk, in buffers that are used again.</summary>
internal sealed class ColumnReader
{
    public const int ChunkRows = 4096;

    /// <summary>Texts of a list at most, so that a column of identities doesn't fill the memory.</summary>
    private const int LongestList = 1 << 18;

    private readonly int _index;
    private readonly double[]? _numbers;
    private readonly string?[]? _identifiers;
    private readonly int[] _codes;
    private List<string> _texts = [];
    private readonly Dictionary<string, int> _codeOfText = new(StringComparer.Ordinal);

    public ColumnReader(ColumnRequest request, Type type, int index)
    {
        _index = index;
        string name = SqlName.Of(request.Name);
        bool isNumber = request.Form == ColumnForm.Number && (type == typeof(bool) || IsNumeric(type));
        _numbers = isNumber ? new double[ChunkRows] : null;
        _identifiers = request.Form == ColumnForm.Identifier ? new string?[ChunkRows] : null;
        _codes = isNumber || _identifiers is not null ? [] : new int[ChunkRows];
        Sql = !isNumber ? $"{name}::text" : type == typeof(bool) ? $"{name}::int::double precision" : $"{name}::double precision";
    }

    /// <summary>What to select.</summary>
    public string Sql { get; }

    /// <summary>The values of the chunk.</summary>
    public TableColumn Column => _numbers is not null ? new NumberColumn(_numbers)
        : _identifiers is not null ? new TextColumn(_identifiers)
        : new CodedTextColumn(_codes, _texts);

    /// <summary>Takes the value of a row.</summary>
    public void Take(NpgsqlDataReader rows, int row)
    {
        if (row == 0 && _texts.Count >= LongestList)
        {
            _texts = [];
            _codeOfText.Clear();
        }

        bool isMissing = rows.IsDBNull(_index);
        if (_numbers is not null)
        {
            _numbers[row] = isMissing ? double.NaN : rows.GetDouble(_index);
        }
        else if (_identifiers is not null)
        {
            _identifiers[row] = isMissing ? null : rows.GetString(_index);
        }
        else
        {
            _codes[row] = isMissing ? -1 : CodeOf(rows.GetString(_index));
        }
    }

    private static bool IsNumeric(Type type) => Type.GetTypeCode(type) is
        TypeCode.Int16 or TypeCode.Int32 or TypeCode.Int64 or TypeCode.Single or TypeCode.Double or TypeCode.Decimal;

    private int CodeOf(string text)
    {
        if (!_codeOfText.TryGetValue(text, out int code))
        {
            code = _texts.Count;
            _texts.Add(text);
            _codeOfText.Add(text, code);
        }

        return code;
    }
}
