using System.Reflection;
using System.Text.RegularExpressions;

namespace MmoePipeline.Host.Tests;

/// <summary>The codes of problems: constants in classes called <c>...Codes</c>, each explained in <c>docs/problems.md</c>.</summary>
public sealed partial class ProblemCodesTests
{
    private static readonly (string Name, string Code)[] Constants =
    [
        .. Directory.GetFiles(AppContext.BaseDirectory, "*.dll").Select(file => Path.GetFileNameWithoutExtension(file))
            .Where(name => name == "mmoe" || name.StartsWith("MmoePipeline.", StringComparison.Ordinal)).Order(StringComparer.Ordinal)
            .Select(Assembly.Load)
            .SelectMany(assembly => assembly.GetTypes())
            .Where(type => type is { IsAbstract: true, IsSealed: true } && type.Name.EndsWith("Codes", StringComparison.Ordinal))
            .SelectMany(type => type.GetFields(BindingFlags.Public | BindingFlags.Static).Where(field => field.IsLiteral)
                .Select(field => ($"{type.Name}.{field.Name}", (string)field.GetRawConstantValue()!))),
    ];

    [Fact]
    public void Every_code_has_the_form_and_is_of_one_kind_of_problem()
    {
        Assert.True(Constants.Length > 100, $"{Constants.Length} constants were found");
        Assert.All(Constants, constant => Assert.Matches("^MMOE[1-79][0-9]{3}$", constant.Code));
        Assert.Empty(Constants.GroupBy(constant => constant.Code).Where(group => group.Count() > 1).Select(group => string.Join(" and ", group)));
    }

    [Fact]
    public void The_page_explains_every_code_and_no_other()
    {
        string[] lines = File.ReadAllLines(RepositoryFiles.PathOf("docs", "problems.md"));
        string[][] rows = [.. lines.Where(line => Row().IsMatch(line)).Select(line => line.Trim('|', ' ').Split('|', StringSplitOptions.TrimEntries))];
        Assert.Equal(Constants.Select(constant => constant.Code).Order(StringComparer.Ordinal), rows.Select(row => row[0]));
        Assert.All(rows, row =>
        {
            Assert.Equal(4, row.Length);
            Assert.All(row, cell => Assert.NotEqual("", cell));
        });
    }

    /// <summary>A code that nothing reports any more is taken from the page, too.</summary>
    [Fact]
    public void Every_code_is_reported_somewhere()
    {
        string[] sources =
        [
            .. Directory.GetFiles(RepositoryFiles.PathOf("src"), "*.cs", SearchOption.AllDirectories)
                .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
                .Select(File.ReadAllText),
        ];
        HashSet<string> used = [.. sources.SelectMany(source => Use().Matches(source)).Select(match => match.Value)];
        Assert.DoesNotContain(Constants.Select(constant => constant.Name), name => !used.Contains(name));
    }

    [GeneratedRegex(@"^\| MMOE\d+ \|")]
    private static partial Regex Row();

    [GeneratedRegex(@"\b[A-Z]\w*Codes\.\w+")]
    private static partial Regex Use();
}
