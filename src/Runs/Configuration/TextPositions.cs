using System.Text;

namespace MmoePipeline.Runs.Configuration;

/// <summary>Finds lines and columns in a UTF-8 text.</summary>
internal sealed class TextPositions
{
    private readonly byte[] _text;
    private readonly List<int> _lineStarts = [0];

    /// <summary>Finds the lines.</summary>
    public TextPositions(byte[] text)
    {
        _text = text;
        for (int index = 0; index < text.Length; index++)
        {
            if (text[index] == (byte)'\n')
            {
                _lineStarts.Add(index + 1);
            }
        }
    }

    /// <summary>The line and column, both from 1, of a byte.</summary>
    public (int Line, int Column) Of(long offset)
    {
        int found = _lineStarts.BinarySearch((int)offset);
        int line = found >= 0 ? found : ~found - 1;
        int start = _lineStarts[line];
        return (line + 1, Encoding.UTF8.GetCharCount(_text.AsSpan(start, (int)offset - start)) + 1);
    }
}
