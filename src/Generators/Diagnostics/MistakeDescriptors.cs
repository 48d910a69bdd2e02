using Microsoft.CodeAnalysis;

namespace MmoePipeline.Generators.Diagnostics;

/// <summary>Mistakes of plugin authors that are found at compile time.</summary>
internal static class MistakeDescriptors
{
    public static readonly DiagnosticDescriptor OptionsMustBePartial = Mistake(
        "MMOE001",
        "Options and the types around them must be partial",
        "'{0}' must be partial, so that the generator can add the binder to it");

    public static readonly DiagnosticDescriptor OptionsMustBePlainRecord = Mistake(
        "MMOE002",
        "Options must be a plain record",
        "'{0}' must be a sealed record class without type parameters, primary constructor and record to derive from");

    public static readonly DiagnosticDescriptor UnsupportedOptionType = Mistake(
        "MMOE003",
        "The option's type has no form in configurations",
        "'{0}' is of type '{1}', which has no form in configurations; use bool, a number type, string, an enum, TimeSpan, a "
        + "record marked [PluginOptions], PluginSlot<TKind>, ImmutableArray<T>, ImmutableSortedDictionary<string, T>, or a "
        + "nullable form of these");

    public static readonly DiagnosticDescriptor OptionMustBeInit = Mistake(
        "MMOE004",
        "An option must have an init accessor",
        "'{0}' has the accessor 'set', but bound options don't change; use 'init'");

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
        "'{0}' must be a class that is neither abstract nor generic nor private, with exactly one public constructor");

    public static readonly DiagnosticDescriptor NameMustBeKebabCase = Mistake(
        "MMOE008",
        "A plugin's name must be kebab-case",
        "'{0}' must be of lower-case words and digits joined by hyphens, for instance '{1}'");

    public static readonly DiagnosticDescriptor DuplicateName = Mistake(
        "MMOE009",
        "Two plugins of one kind have one name",
        "The {0} '{1}' is both {2}; names must be unique within a kind");

    public static readonly DiagnosticDescriptor OneOptionsParameter = Mistake(
        "MMOE010",
        "A plugin takes its options once",
        "The constructor of '{0}' takes several records of options; gather them in one");

    private static DiagnosticDescriptor Mistake(string id, string title, string message) => new(
        id, title, message, "MmoePipeline", DiagnosticSeverity.Error, isEnabledByDefault: true);
}
