using System.Text.RegularExpressions;

namespace MmoePipeline.Probing;

/// <summary>
/// Names of training issues: what a <see cref="Finding"/> is about. The constants are the issues that the built-in probes look for; a probe may
/// report an issue of its own under another name. They are the names in <c>verdicts.json</c>, in <c>report.json</c> and in studies.
/// </summary>
public static partial class IssueNames
{
    /// <summary>Tasks pull shared parameters in opposite directions.</summary>
    public const string GradientConflict = "tug-of-war";

    /// <summary>A gate gives nearly all weight to one expert.</summary>
    public const string GateCollapse = "collapse";

    /// <summary>A gate's weights keep moving, so that experts and towers follow a moving target.</summary>
    public const string GateInstability = "instability";

    /// <summary>The losses' sizes differ so much that one task's gradient dominates the others'.</summary>
    public const string LossScale = "loss-scale";

    /// <summary>The issues that the built-in probes look for. Each of them has a verdict in every run.</summary>
    public static ImmutableArray<string> BuiltIn { get; } = [GradientConflict, GateCollapse, GateInstability, LossScale];

    /// <summary>Whether a text can be an issue's name: kebab-case, such as <c>slow-task</c>.</summary>
    /// <param name="name">The text.</param>
    public static bool IsValid(string? name) => name is not null && Kebab().IsMatch(name);

    [GeneratedRegex(@"^[a-z0-9]+(-[a-z0-9]+)*\z")]
    private static partial Regex Kebab();
}
