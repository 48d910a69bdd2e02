using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using MmoePipeline.Configuration;
using MmoePipeline.Configuration.Tree;
using MmoePipeline.Experiments.Series;
using MmoePipeline.Experiments.Studies.Options;
using MmoePipeline.Runs.Configuration;
using MmoePipeline.Runs.Folders;
using MmoePipeline.Runs.Options;
using MmoePipeline.Runs.Plugins;

namespace MmoePipeline.Experiments.Studies;

/// <summary>Reads a study's file and checks it, the configurations of its variants included.</summary>
/// <param name="plugins">The loaded plugins.</param>
/// <param name="logging">Where plugins log to.</param>
internal sealed class StudyFile(PluginRegistry plugins, ILoggerFactory logging)
{
    private const string SetKey = "set";

    /// <summary>Reads and checks everything.</summary>
    /// <param name="path">The file.</param>
    /// <param name="problems">All problems; empty where there is a study.</param>
    /// <returns>The study; null where there are problems.</returns>
    public Study? Read(string path, out ImmutableArray<ConfigurationProblem> problems)
    {
        var found = new List<ConfigurationProblem>();
        if (ReadAlone(path, found) is not { } read)
        {
            problems = [.. found];
            return null;
        }

        CheckNames(read.Tree, read.Study.Options, found);
        CheckVariants(read.Tree, read.Study, found);
        problems = [.. found.Distinct()];
        return problems.IsEmpty ? read.Study : null;
    }

    /// <summary>Reads a study for a list. The configurations of its variants are not read: they need their data.</summary>
    /// <param name="path">The file.</param>
    /// <param name="problems">All problems of the file itself; empty where there is a study.</param>
    /// <returns>The study; null where there are problems.</returns>
    public Study? ReadForList(string path, out ImmutableArray<ConfigurationProblem> problems)
    {
        var found = new List<ConfigurationProblem>();
        (Study Study, ConfigurationNode Tree)? read = ReadAlone(path, found);
        problems = [.. found];
        return read?.Study;
    }

    /// <summary>
    /// The configurations of a study's variants, before plugins are loaded: they may name folders of plugins. None where the file is not a valid study,
    /// which <see cref="Read"/> reports.
    /// </summary>
    /// <param name="path">The file.</param>
    public static ImmutableArray<ConfigurationTree> Configurations(string path) =>
        new StudyFile(PluginRegistry.Empty, NullLoggerFactory.Instance).ReadAlone(path, []) is not { } read ? [] :
        [
            .. read.Study.Variants(isQuick: true).Concat(read.Study.Variants(isQuick: false))
                .Select(variant => ConfigurationTree.Read(variant.ConfigurationFile, variant.Sets)),
        ];

    /// <summary>Reads the file without the configurations that it names.</summary>
    private (Study Study, ConfigurationNode Tree)? ReadAlone(string path, List<ConfigurationProblem> found)
    {
        if (ConfigurationFile.Read(path, found) is not { } root)
        {
            return null;
        }

        var places = new Dictionary<string, ConfigurationPlace>(StringComparer.Ordinal);
        ConfigurationNode tree = WithTexts(root, places, found);
        StudyOptions? options = OptionsBinding.Bind<StudyOptions>(tree, plugins, out ImmutableArray<ConfigurationProblem> ofOptions);
        found.AddRange(ofOptions);
        CheckPlace(path, places, found);
        return options is null || found.Count > 0
            ? null
            : (new Study(Path.GetFileNameWithoutExtension(path), path, options, places.ToImmutableDictionary(StringComparer.Ordinal)), tree);
    }

    /// <summary>What a study sets goes to its runs as arguments, which the user is taken to have written: not so in a run folder.</summary>
    private static void CheckPlace(string path, Dictionary<string, ConfigurationPlace> places, List<ConfigurationProblem> problems)
    {
        if (RunFolderContents.RunFolderOf(Path.GetDirectoryName(Path.GetFullPath(path))!) is { } run)
        {
            problems.AddRange(places.Where(set => set.Key.StartsWith("plugins", StringComparison.Ordinal)).Select(set => new ConfigurationProblem(
                StudyCodes.PluginsInRunFolder, set.Value, "", $"a study in the run folder {Path.GetRelativePath(".", run)} may not name plugin folders; --plugins names them")));
        }
    }

    /// <summary>The tree with the values of every set as JSON texts: they are of any type, and the run's configuration knows which.</summary>
    private static ConfigurationNode WithTexts(
        ConfigurationNode node, Dictionary<string, ConfigurationPlace> places, List<ConfigurationProblem> problems) => node with
        {
            Items = [.. node.Items.Select(item => WithTexts(item, places, problems))],
            Members =
            [
                .. node.Members.Select(member => member with
                {
                    Value = member is { Key: SetKey, Value.Kind: ConfigurationKind.Object }
                        ? member.Value with { Members = [.. member.Value.Members.Select(change => AsText(change, places, problems))] }
                        : WithTexts(member.Value, places, problems),
                }),
            ],
        };

    private static ConfigurationMember AsText(
        ConfigurationMember change, Dictionary<string, ConfigurationPlace> places, List<ConfigurationProblem> problems)
    {
        string json = Json(change.Value);
        if (change.Key.Contains('=', StringComparison.Ordinal) || change.Key.Split('.').Any(string.IsNullOrWhiteSpace))
        {
            problems.Add(new ConfigurationProblem(ConfigurationCodes.InvalidOverride, change.KeyPlace, change.Value.Path, "expected a configuration path, for instance training.epochs"));
        }

        places.TryAdd($"{change.Key}={json}", change.Value.Place);
        return change with { Value = change.Value with { Kind = ConfigurationKind.String, Text = json, Items = [], Members = [] } };
    }

    private static string Json(ConfigurationNode node)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            Write(json, node);
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    private static void Write(Utf8JsonWriter json, ConfigurationNode node)
    {
        switch (node.Kind)
        {
            case ConfigurationKind.Object:
                json.WriteStartObject();
                foreach (ConfigurationMember member in node.Members)
                {
                    json.WritePropertyName(member.Key);
                    Write(json, member.Value);
                }

                json.WriteEndObject();
                break;
            case ConfigurationKind.Array:
                json.WriteStartArray();
                foreach (ConfigurationNode item in node.Items)
                {
                    Write(json, item);
                }

                json.WriteEndArray();
                break;
            case ConfigurationKind.String:
                json.WriteStringValue(node.Text);
                break;
            case ConfigurationKind.Null:
                json.WriteNullValue();
                break;
            default:
                json.WriteRawValue(node.Text);
                break;
        }
    }

    private static void CheckNames(ConfigurationNode tree, StudyOptions options, List<ConfigurationProblem> problems)
    {
        string[] names = [.. options.Variants.Select(variant => variant.Name)];
        ImmutableArray<ConfigurationNode> variants = tree.Member("variants")!.Value.Items;
        for (int index = 0; index < names.Length; index++)
        {
            if (Array.IndexOf(names, names[index]) < index)
            {
                Report(variants[index].Member("name")!.Value, StudyCodes.DuplicateVariant, "must be a name that no other variant has");
            }

            if (variants[index].Member("matchParameters")?.Value is { Kind: ConfigurationKind.String } match)
            {
                Known(match);
                if (options.Variants.FirstOrDefault(variant => variant.Name == match.Text) is { } other
                    && (other.Name == names[index] || other.MatchParameters is not null))
                {
                    Report(match, StudyCodes.WrongMatch, "must be another variant, whose own parameters are not matched");
                }
            }
        }

        foreach (ConfigurationNode claim in tree.Member("claims")!.Value.Items)
        {
            foreach (ConfigurationMember form in claim.Members.Where(member => member.Value.Kind == ConfigurationKind.Object))
            {
                foreach (ConfigurationMember member in form.Value.Members.Where(member => member.Key is "variant" or "than" or "variants"))
                {
                    foreach (ConfigurationNode name in member.Value.Items.Append(member.Value).Where(node => node.Kind == ConfigurationKind.String))
                    {
                        Known(name);
                    }
                }
            }
        }

        void Known(ConfigurationNode name)
        {
            if (!names.Contains(name.Text))
            {
                problems.Add(new ConfigurationProblem(StudyCodes.UnknownVariant, name.Place, name.Path, $"expected one of the variants {string.Join(", ", names.Distinct())}, found {name.Display}")
                {
                    Seen = name.Display,
                    DidYouMean = NearestName.Find(name.Text, names),
                });
            }
        }

        void Report(ConfigurationNode node, string code, string rule) =>
            problems.Add(new ConfigurationProblem(code, node.Place, node.Path, $"{rule}, found {node.Display}") { Seen = node.Display, Rule = rule });
    }

    /// <summary>
    /// Checks the runs' configurations, those of all variants, and the tasks and metrics that claims name. A mistake of a change is reported at its
    /// place in the study.
    /// </summary>
    private void CheckVariants(ConfigurationNode tree, Study study, List<ConfigurationProblem> problems)
    {
        var tasks = new List<VariantTasks>();
        var reader = new RunPlanReader(plugins);
        foreach (Variant variant in study.Variants(isQuick: true).Concat(study.Variants(isQuick: false)))
        {
            RunPlan? plan = reader.Read(variant.ConfigurationFile, variant.Sets, out ImmutableArray<ConfigurationProblem> ofRun);
            foreach (ConfigurationProblem problem in ofRun)
            {
                string? change = variant.Sets.LastOrDefault(set => problem.Place.Source == Override.PlaceOf(set[..set.IndexOf('=', StringComparison.Ordinal)]));
                problems.Add(change is null
                    ? problem
                    : problem with { Place = study.Places[change], Message = $"{problem.Message} (variant {variant.Name})" });
            }

            if (plan is not null)
            {
                tasks.Add(ClaimCheck.Tasks(variant.Name, plan, logging));
            }
        }

        problems.AddRange(new ClaimCheck(tree, study.Options).Problems([.. tasks]));
    }
}
