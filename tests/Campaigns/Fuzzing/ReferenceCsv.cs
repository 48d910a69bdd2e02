using System.Text;

namespace MmoePipeline.Campaigns.Fuzzing;

/// <summary>
/// A reading of CSV (RFC 4180) that shares nothing with the program's: the whole file as bytes, letter by letter. Line ends may be
/// <c>\n</c>, <c>\r\n</c> or <c>\r</c>; lines without anything in them are no rows; quotes within an unquoted value are letters.
/// As the source promises, one space before an opening quote and spaces after a closing one are left out,
/// and parts in quotes with spaces between them are one value.
/// </summary>
internal static class ReferenceCsv
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads rows.</summary>
    /// <param name="bytes">The file.</param>
    /// <returns>The rows; of each its values, null for one that is not UTF-8; a row whose quotes are wrong is null, and the last.</returns>
    public static IReadOnlyList<string?[]?> Read(byte[] bytes)
    {
        var rows = new List<string?[]?>();
        var row = new List<string?>();
        var value = new List<byte>();
        int at = bytes.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? Encoding.UTF8.Preamble.Length : 0;
        while (at < bytes.Length)
        {
            at += at + 1 < bytes.Length && bytes[at] == ' ' && bytes[at + 1] == '"' ? 1 : 0;
            bool isQuoted = bytes[at] == '"';
            if (isQuoted && !TryQuoted(bytes, ref at, value))
            {
                rows.Add(null);
                return rows;
            }

            while (!isQuoted && at < bytes.Length && bytes[at] is not ((byte)',' or (byte)'\n' or (byte)'\r'))
            {
                value.Add(bytes[at++]);
            }

            row.Add(Text(value));
            value.Clear();
            if (at < bytes.Length && bytes[at] == ',')
            {
                at++;
                if (at < bytes.Length)
                {
                    continue;
                }

                row.Add("");
            }

            bool isEmptyLine = row is [""] && !isQuoted;
            if (!isEmptyLine)
            {
                rows.Add([.. row]);
            }

            row.Clear();
            at += at + 1 < bytes.Length && bytes[at] == '\r' && bytes[at + 1] == '\n' ? 2 : 1;
        }

        return rows;
    }

    /// <summary>Reads a value in quotes, whose end has to be followed by the end of the value.</summary>
    private static bool TryQuoted(byte[] bytes, ref int at, List<byte> value)
    {
        for (at++; at < bytes.Length; at++)
        {
            if (bytes[at] != '"')
            {
                value.Add(bytes[at]);
                continue;
            }

            at++;
            int end = at;
            while (end < bytes.Length && bytes[end] == ' ')
            {
                end++;
            }

            if (end == bytes.Length || bytes[end] is (byte)',' or (byte)'\n' or (byte)'\r')
            {
                at = end;
                return true;
            }

            if (bytes[end] != '"')
            {
                return false;
            }

            value.AddRange(end == at ? "\""u8 : bytes.AsSpan(at..end));
            at = end;
        }

        return false;
    }

    private static string? Text(List<byte> bytes)
    {
        try
        {
            return Strict.GetString([.. bytes]);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }
}
