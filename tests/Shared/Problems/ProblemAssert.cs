using MmoePipeline.Configuration.Tree;
using MmoePipeline.Construction;

namespace MmoePipeline;

/// <summary>
/// Compares problems by code and place, so that the words of messages can change. An expected problem is <c>CODE place</c>; the place may be the end
/// of a path, such as <c>rows.csv:3</c> for <c>/tmp/x/rows.csv:3</c>.
/// </summary>
internal static class ProblemAssert
{
    /// <summary>Runs code that has to refuse its input.</summary>
    /// <param name="act">The code.</param>
    /// <param name="expected">All problems, in their order.</param>
    /// <returns>What was thrown.</returns>
    public static BadInputException Throws(Action act, params string[] expected)
    {
        BadInputException thrown = Assert.Throws<BadInputException>(act);
        Equal(thrown.Problems, expected);
        return thrown;
    }

    /// <inheritdoc cref="Throws(Action, string[])"/>
    public static BadInputException Throws(Func<object?> act, params string[] expected) => Throws(() => { _ = act(); }, expected);

    /// <summary>Runs code in which a plugin has to fail.</summary>
    /// <param name="act">The code.</param>
    /// <param name="expected">The problem.</param>
    /// <returns>What was thrown.</returns>
    public static PluginException Fails(Action act, string expected)
    {
        PluginException thrown = Assert.Throws<PluginException>(act);
        Equal([thrown.Problem], expected);
        return thrown;
    }

    /// <summary>Compares problems.</summary>
    /// <param name="found">The problems.</param>
    /// <param name="expected">All that are expected, in their order.</param>
    public static void Equal(IEnumerable<Problem> found, params string[] expected) =>
        Assert.Equal(expected, found.Select((problem, index) => Text(problem.Code, problem.Place, index < expected.Length ? expected[index] : "")));

    /// <summary>Compares problems of a configuration: the place is <c>file:line:column path</c>, or the path alone.</summary>
    /// <param name="found">The problems.</param>
    /// <param name="expected">All that are expected, in their order.</param>
    public static void Equal(IEnumerable<ConfigurationProblem> found, params string[] expected) => Assert.Equal(expected, found.Select((problem, index) =>
    {
        string wanted = index < expected.Length ? expected[index] : "";
        return $"{problem.Code} {problem.Path}" == wanted ? wanted : Text(problem.Code, $"{problem.Place} {problem.Path}".TrimEnd(), wanted);
    }));

    private static string Text(string code, string place, string wanted)
    {
        string[] parts = wanted.Split(' ', 2);
        bool isWanted = parts[0] == code
            && (parts.Length == 1 ? place.Length == 0 : place == parts[1] || place.EndsWith($"/{parts[1]}", StringComparison.Ordinal));
        return isWanted ? wanted : $"{code} {place}".TrimEnd();
    }
}
