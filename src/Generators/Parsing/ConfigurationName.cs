using System.Text;
using System.Text.RegularExpressions;

namespace MmoePipeline.Generators.Parsing;

/// <summary>Names in configurations, made of names in C#.</summary>
internal static class ConfigurationName
{
    /// <summary>A property's key: <c>LearningRate</c> becomes <c>learningRate</c>, <c>URLPath</c> <c>urlPath</c>.</summary>
    public static string Camel(string pascal)
    {
        int capitals = pascal.TakeWhile(char.IsUpper).Count();

        // The last of several capitals begins the next word.
        int lowered = capitals > 1 && capitals < pascal.Length && char.IsLower(pascal[capitals]) ? capitals - 1 : Math.Max(capitals, 1);
        return pascal.Substring(0, lowered).ToLowerInvariant() + pascal.Substring(lowered);
    }

    /// <summary>An enum member's name: <c>LogVariance</c> becomes <c>log-variance</c>, <c>HTTPProxy</c> <c>http-proxy</c>.</summary>
    public static string Kebab(string pascal)
    {
        var kebab = new StringBuilder();
        for (int i = 0; i < pascal.Length; i++)
        {
            bool startsWord = i > 0 && char.IsUpper(pascal[i])
                && (!char.IsUpper(pascal[i - 1]) || (i + 1 < pascal.Length && char.IsLower(pascal[i + 1])));
            if (startsWord)
            {
                kebab.Append('-');
            }

            kebab.Append(char.ToLowerInvariant(pascal[i]));
        }

        return kebab.ToString();
    }

    /// <summary>A kebab-case name near to another one, of its ASCII letters and digits; null where it has none.</summary>
    public static string? SuggestKebab(string name)
    {
        string suggestion = Regex.Replace(Kebab(name), "[^a-z0-9]+", "-").Trim('-');
        return IsKebab(suggestion) ? suggestion : null;
    }

    /// <summary>Whether a name is of lower-case words and digits, joined by single hyphens.</summary>
    public static bool IsKebab(string name) =>
        name.Length > 0
        && name.All(letter => letter is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '-')
        && name[0] != '-' && name[name.Length - 1] != '-' && !name.Contains("--");
}
