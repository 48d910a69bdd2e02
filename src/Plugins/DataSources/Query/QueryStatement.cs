using System.Text;
using System.Text.Json;
using DuckDB.NET.Data;
using MmoePipeline.Plugins.DataSources.DuckDb;

namespace MmoePipeline.Plugins.DataSources.Query;

/// <summary>
/// Judges a statement by its syntax tree, which the engine gives as JSON: whether it is one SELECT, reads nothing but tables, and has the same result
/// in every reading.
/// </summary>
internal sealed class QueryStatement
{
    /// <summary>Functions that a column's name can mean, if no column is called so.</summary>
    private static readonly string[] TimeNames = ["current_date", "current_time", "current_timestamp", "localtime", "localtimestamp"];

    /// <summary>Functions that the engine defines by those of the time of the reading.</summary>
    private static readonly string[] TimeMacros = ["ago", "pg_conf_load_time", "pg_postmaster_start_time"];

    /// <summary>Table functions that read nothing.</summary>
    private static readonly string[] TableFunctions = ["range", "generate_series", "unnest"];

    private static readonly string[] OrderedWindows =
        ["WINDOW_ROW_NUMBER", "WINDOW_LAG", "WINDOW_LEAD", "WINDOW_FIRST_VALUE", "WINDOW_LAST_VALUE", "WINDOW_NTH_VALUE", "WINDOW_NTILE"];

    private readonly byte[] _sql;
    private readonly HashSet<string> _changing;

    private QueryStatement(string sql, IEnumerable<string> changing) =>
        (_sql, _changing) = (Encoding.UTF8.GetBytes(sql), [.. changing.Concat(TimeMacros)]);

    /// <summary>Requires that a statement can be a table.</summary>
    /// <param name="engine">The engine.</param>
    /// <param name="sql">The statement.</param>
    /// <exception cref="BadInputException">It can't.</exception>
    public static void Require(DuckDBConnection engine, string sql)
    {
        // error() is called volatile so that it isn't computed ahead; it has no result.
        var statement = new QueryStatement(sql, DuckDbEngine.Query(
            engine, "SELECT DISTINCT function_name FROM duckdb_functions() WHERE stability <> 'CONSISTENT' AND function_name <> 'error'", reader => reader.GetString(0)));
        string tree = DuckDbEngine.Query(engine, $"SELECT CAST(json_serialize_sql({DuckDb.Sql.Text(sql)}) AS VARCHAR)", reader => reader.GetString(0))[0];
        using var document = JsonDocument.Parse(tree, new JsonDocumentOptions { MaxDepth = int.MaxValue });
        statement.Require(document.RootElement);
    }

    private void Require(JsonElement root)
    {
        if (root.GetProperty("error").GetBoolean())
        {
            throw root.TryGetProperty("position", out JsonElement position)
                ? Fault(QueryCodes.Syntax, $"{root.GetProperty("error_message").GetString()}; expected a SELECT statement of DuckDB's SQL", ulong.Parse(position.GetString()!, System.Globalization.CultureInfo.InvariantCulture))
                : root.GetProperty("error_type").GetString() == "parser" ? Fault(QueryCodes.Syntax, root.GetProperty("error_message").GetString()!, null)
                : Fault(QueryCodes.NotOneSelect, "expected a SELECT statement, found another one; the SQL reads tables and can't change or write anything", null);
        }

        JsonElement statements = root.GetProperty("statements");
        if (statements.GetArrayLength() != 1)
        {
            throw Fault(QueryCodes.NotOneSelect, $"expected one SELECT statement, found {statements.GetArrayLength()}", null);
        }

        var open = new Stack<JsonElement>([statements[0]]);
        while (open.TryPop(out JsonElement element))
        {
            if (element.ValueKind == JsonValueKind.Object)
            {
                Check(element);
            }

            IEnumerable<JsonElement> inner = element.ValueKind switch
            {
                JsonValueKind.Object => element.EnumerateObject().Select(member => member.Value),
                JsonValueKind.Array => element.EnumerateArray(),
                _ => [],
            };
            foreach (JsonElement child in inner.Reverse())
            {
                open.Push(child);
            }
        }
    }

    private void Check(JsonElement node)
    {
        string type = Text(node, "type");
        string function = Text(node, "function_name");
        if (type == "SHOW_REF")
        {
            throw Fault(QueryCodes.NotOneSelect, "expected a SELECT statement, found DESCRIBE, SHOW or SUMMARIZE", null);
        }

        if (type == "TABLE_FUNCTION" && node.TryGetProperty("function", out JsonElement called) && Text(called, "function_name") is var name && !TableFunctions.Contains(name))
        {
            throw Fault(QueryCodes.TableFunction, $"the table function {name} is not available; expected names of tables, whose files are named under 'tables', or {string.Join(", ", TableFunctions)}", Location(node));
        }

        if (IsChanging(node, type, function, out string what))
        {
            throw Fault(QueryCodes.Changing, $"{what} gives another result in each reading; expected a query whose rows depend on the tables alone", Location(node));
        }

        if (OrderedWindows.Contains(type) && node.GetProperty("orders").GetArrayLength() == 0)
        {
            throw Fault(QueryCodes.Unordered, $"{function} depends on the order of the rows; expected OVER (... ORDER BY ...)", Location(node));
        }

        if (node.TryGetProperty("modifiers", out JsonElement modifiers))
        {
            string[] kinds = [.. modifiers.EnumerateArray().Select(modifier => Text(modifier, "type"))];
            if (kinds.Any(kind => kind is "LIMIT_MODIFIER" or "LIMIT_PERCENT_MODIFIER") && !kinds.Contains("ORDER_MODIFIER"))
            {
                throw Fault(QueryCodes.Unordered, "LIMIT and OFFSET depend on the order of the rows; expected ORDER BY before them", null);
            }
        }
    }

    private bool IsChanging(JsonElement node, string type, string function, out string what)
    {
        bool isSample = node.TryGetProperty("sample", out JsonElement sample) && sample.ValueKind == JsonValueKind.Object;
        bool isTime = type == "COLUMN_REF" && node.GetProperty("column_names") is { } names && names.GetArrayLength() == 1 && TimeNames.Contains(names[0].GetString(), StringComparer.OrdinalIgnoreCase);
        what = isSample ? "a sample" : isTime ? node.GetProperty("column_names")[0].GetString()! : function;
        return isSample || isTime || _changing.Contains(function) || (function == "age" && node.GetProperty("children").GetArrayLength() == 1);
    }

    private BadInputException Fault(string code, string reason, ulong? position) => new(
        code, QueryFault.Place, position is { } at && at <= (ulong)_sql.Length ? $"line {_sql.AsSpan(0, (int)at).Count((byte)'\n') + 1}: {reason}." : $"{reason}.");

    private static ulong? Location(JsonElement node) => node.TryGetProperty("query_location", out JsonElement location) ? location.GetUInt64() : null;

    private static string Text(JsonElement node, string name) =>
        node.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
}
