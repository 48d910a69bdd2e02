using Microsoft.CodeAnalysis;
using MmoePipeline.Generators.Naming;

namespace MmoePipeline.Generators.Parsing;

/// <summary>Properties that stand for the options of another record.</summary>
internal static class IncludedOptions
{
    /// <summary>Whether a property is marked so.</summary>
    public static bool IsIncluded(IPropertySymbol property) => property.HasAttribute(ContractNames.IncludedOptionsAttribute);

    /// <summary>The keys of an option, each with the name of its property: one, or those of all options that it includes.</summary>
    public static ImmutableArray<(string Name, string Key)> Keys(IPropertySymbol property) =>
        Keys(property, ImmutableHashSet.Create<ISymbol>(SymbolEqualityComparer.Default));

    /// <summary>Why a property can't include its type's options; null where it can.</summary>
    public static string? Fault(IPropertySymbol property) =>
        property.Type is not INamedTypeSymbol type || !type.HasAttribute(ContractNames.PluginOptionsAttribute)
            ? $"'{property.Type.ToDisplayString()}' is not a record marked [PluginOptions]"
        : type.NullableAnnotation == NullableAnnotation.Annotated ? "its type must not be nullable"
        : Reaches(type, property.ContainingType, ImmutableHashSet.Create<ISymbol>(SymbolEqualityComparer.Default))
            ? $"'{type.Name}' includes '{property.ContainingType.Name}'"
        : null;

    private static ImmutableArray<(string Name, string Key)> Keys(IPropertySymbol property, ImmutableHashSet<ISymbol> around) =>
        !IsIncluded(property) ? [(property.Name, ConfigurationName.Camel(property.Name))]
        : around.Contains(property.Type) ? []
        : [
            .. property.Type.GetMembers().OfType<IPropertySymbol>().Where(OptionsParser.IsOption)
                .SelectMany(option => Keys(option, around.Add(property.Type)))
                .Select(option => ($"{property.Name}.{option.Name}", option.Key)),
        ];

    private static bool Reaches(ITypeSymbol type, ITypeSymbol wanted, ImmutableHashSet<ISymbol> around) =>
        SymbolEqualityComparer.Default.Equals(type, wanted)
        || (!around.Contains(type) && type.GetMembers().OfType<IPropertySymbol>()
            .Any(option => IsIncluded(option) && Reaches(option.Type, wanted, around.Add(type))));
}
