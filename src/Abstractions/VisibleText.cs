using System.Globalization;
using System.Text;

namespace MmoePipeline;

/// <summary>Texts from files, for messages: what would move the cursor or colour the terminal is shown instead of done.</summary>
public static class VisibleText
{
    /// <summary>The text with control characters as <c>\n</c>, <c>\t</c> or <c>\u001b</c>.</summary>
    /// <param name="text">The text.</param>
    public static string OnOneLine(string text)
    {
        if (!text.Any(char.IsControl))
        {
            return text;
        }

        var visible = new StringBuilder(text.Length + 8);
        foreach (char letter in text)
        {
            visible.Append(letter switch
            {
                '\n' => "\\n",
                '\r' => "\\r",
                '\t' => "\\t",
                _ when char.IsControl(letter) => string.Create(CultureInfo.InvariantCulture, $"\\u{(int)letter:x4}"),
                _ => $"{letter}",
            });
        }

        return visible.ToString();
    }
}
