using Microsoft.CodeAnalysis;

namespace MmoePipeline.Generators.Mistakes;

/// <summary>Mistakes of plugin authors that are found at compile time; <c>docs/diagnostics</c> has a page for each.</summary>
internal static class MistakeDescriptors
{
    /// <summary>The property of a diagnostic that holds what its code fix is to write.</summary>
    public const string Suggestion = "suggestion";

    public static readonly DiagnosticDescriptor OptionsMustBePartial = Mistake(
        "MMOE001",
        "Options and the types around them must be partial",
        "'{0}' must be partial, so that the generator can add the binder to it");

    public static readonly DiagnosticDescriptor OptionsMustBePlainRecord = Mistake(
        "MMOE002",
        "Options must be a plain record",
        "'{0}' must be a sealed record class without type parameters, primary constructor and record to derive from, and not local to a file");

    public static readonly DiagnosticDescriptor UnsupportedOptionType = Mistake(
        "MMOE003",
        "The option's type has no form in configurations",
        "'{0}' is of type '{1}', which has no form in configurations; use bool, a number type, string, an enum without [Flags], "
        + "TimeSpan, a record marked [PluginOptions], PluginSlot<TKind> of a type marked [PluginKind], a list (ImmutableArray<T>, "
        + "ImmutableList<T>, IReadOnlyList<T>, T[]), an object (ImmutableSortedDictionary<string, T>, ImmutableDictionary<string, T>, "
        + "IReadOnlyDictionary<string, T>), or a nullable form of these");

    public static readonly DiagnosticDescriptor OptionMustBeInit = Mistake(
        "MMOE004",
        "An option must have an init accessor",
        "'{0}' {1}, but options are set once, while they are bound; give it the accessors 'get' and 'init'");

    public static readonly DiagnosticDescriptor RuleDoesNotSuit = Mistake(
        "MMOE005",
        "The rule doesn't suit the option's type",
        "[{0}] can't be applied to '{1}': {2}");

    public static readonly DiagnosticDescriptor PluginNeedsOneKind = Mistake(
        "MMOE006",
        "A plugin must be of one kind",
        "'{0}' must implement or extend exactly one type marked [PluginKind], but has {1}");

    public static readonly DiagnosticDescriptor PluginMustBeConstructible = Mistake(
        "MMOE007",
        "A plugin must be a class that can be constructed",
        "'{0}' must be a class that is neither abstract nor generic nor private nor local to a file, with exactly one public constructor, whose "
        + "parameters are passed by value and are no pointers or ref structs, and which sets all required members");

    public static readonly DiagnosticDescriptor NameMustBeKebabCase = Mistake(
        "MMOE008",
        "A plugin's name must be kebab-case",
        "'{0}' must be of lower-case words and digits joined by hyphens, for instance '{1}'");

    public static readonly DiagnosticDescriptor DuplicateName = Mistake(
        "MMOE009",
        "Two plugins of one kind have one name",
        "The {0} '{1}' is {2} already; names must be unique within a kind",
        WellKnownDiagnosticTags.CompilationEnd);

    public static readonly DiagnosticDescriptor OneOptionsParameter = Mistake(
        "MMOE010",
        "A plugin takes its options once",
        "The constructor of '{0}' takes several records of options; gather them in one");

    public static readonly DiagnosticDescriptor DefaultBreaksRule = Mistake(
        "MMOE011",
        "The default breaks the option's own rule",
        "The default of '{0}' breaks [{1}]: {2}");

    public static readonly DiagnosticDescriptor DuplicateKey = Mistake(
        "MMOE012",
        "Two names are one in configurations",
        "'{0}' and '{1}' are one name in configurations, where case doesn't tell names apart: '{2}'");

    public static readonly DiagnosticDescriptor MissingSummary = new(
        "MMOE013",
        "A plugin or option has no summary",
        "'{0}' has no summary, so people and editors learn nothing of it; write a doc comment (and set GenerateDocumentationFile) or [Description]",
        Category,
        DiagnosticSeverity.Info,
        isEnabledByDefault: true,
        helpLinkUri: HelpLink("MMOE013"));

    public static readonly DiagnosticDescriptor WrongValidation = Mistake(
        "MMOE014",
        "Validate has another shape than the generator calls",
        "'{0}.Validate' is never called; rules over several options go into an instance method 'void Validate(OptionsSection section)'");

    public static readonly DiagnosticDescriptor ParameterIsNotOptions = Mistake(
        "MMOE015",
        "A plugin's options must be marked",
        "'{0}' in the constructor of '{1}' is not marked [PluginOptions], so nothing is bound to it");

    public static readonly DiagnosticDescriptor NameIsTaken = Mistake(
        "MMOE016",
        "The name is taken",
        "'{0}' needs another name: {1}");

    public static readonly DiagnosticDescriptor ListNeedsDefault = Mistake(
        "MMOE017",
        "A list needs a default",
        "'{0}' is an ImmutableArray, whose default value can't even be counted; write '= []' or 'required'");

    public static readonly DiagnosticDescriptor ThrowingConversion = Mistake(
        "MMOE018",
        "The conversion to a tensor throws at run time",
        "TorchSharp declares the conversion of a {0} to a Tensor, but it throws when it runs; {1}");

    public static readonly DiagnosticDescriptor WrongInclusion = Mistake(
        "MMOE019",
        "Included options must be a record of options with its own defaults",
        "'{0}' can't include options: {1}");

    public static readonly DiagnosticDescriptor ContextOfAnotherKind = Mistake(
        "MMOE020",
        "A plugin is constructed with its own kind's context",
        "'{0}' in the constructor of '{1}' is not the context of its kind: a plugin of kind '{2}' is constructed {3}");

    private const string Category = "MmoePipeline";

    /// <summary>All mistakes, in the order of their ids.</summary>
    public static ImmutableArray<DiagnosticDescriptor> All { get; } =
    [
        OptionsMustBePartial, OptionsMustBePlainRecord, UnsupportedOptionType, OptionMustBeInit, RuleDoesNotSuit, PluginNeedsOneKind,
        PluginMustBeConstructible, NameMustBeKebabCase, DuplicateName, OneOptionsParameter, DefaultBreaksRule, DuplicateKey,
        MissingSummary, WrongValidation, ParameterIsNotOptions, NameIsTaken, ListNeedsDefault, ThrowingConversion, WrongInclusion,
        ContextOfAnotherKind,
    ];

    private static DiagnosticDescriptor Mistake(string id, string title, string message, params string[] tags) => new(
        id, title, message, Category, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: HelpLink(id), customTags: tags);

    /// <summary>The project has no address on the net yet; the page is in the repository and in the package.</summary>
    private static string HelpLink(string id) => $"docs/diagnostics/{id}.md";
}
