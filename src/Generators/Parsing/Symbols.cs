using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using MmoePipeline.Generators.Naming;

namespace MmoePipeline.Generators.Parsing;

/// <summary>Questions to symbols that the parsers share.</summary>
internal static class Symbols
{
    /// <summary>A type's name in metadata, with its namespace.</summary>
    public static string MetadataNameWithNamespace(this INamedTypeSymbol type) =>
        $"{type.ContainingNamespace.ToDisplayString()}.{type.MetadataName}";

    /// <summary>Whether a symbol has an attribute.</summary>
    public static bool HasAttribute(this ISymbol symbol, string attributeName) => symbol.Attribute(attributeName) is not null;

    /// <summary>A symbol's attribute of that name; null for none.</summary>
    public static AttributeData? Attribute(this ISymbol symbol, string attributeName) =>
        symbol.GetAttributes().FirstOrDefault(attribute => attribute.AttributeClass?.ToDisplayString() == attributeName);

    /// <summary>The name of the kind of plugin that a type is marked as; null for none.</summary>
    public static string? PluginKind(this ITypeSymbol type) =>
        type.Attribute(ContractNames.PluginKindAttribute)?.ConstructorArguments.FirstOrDefault().Value as string;

    /// <summary>The type of the context that plugins of a kind are constructed with; null for a kind without one.</summary>
    public static INamedTypeSymbol? PluginContext(this INamedTypeSymbol kind) => kind.AllInterfaces
        .FirstOrDefault(contract => contract.IsGenericType && contract.MetadataNameWithNamespace() == ContractNames.RequiresContext)
        ?.TypeArguments[0] as INamedTypeSymbol;

    /// <summary>Whether a type is a context that plugins of some kind are constructed with.</summary>
    public static bool IsPluginContext(this ITypeSymbol type) =>
        type is INamedTypeSymbol named && named.AndBases().Any(part => part.MetadataNameWithNamespace() == ContractNames.PluginContext);

    /// <summary>Where a symbol's name is written; for a partial one, the first place.</summary>
    public static Location Place(this ISymbol symbol) => symbol.Locations.FirstOrDefault() ?? Location.None;

    /// <summary>Where an attribute is written.</summary>
    public static Location? Place(this AttributeData attribute, CancellationToken cancellation) =>
        attribute.ApplicationSyntaxReference?.GetSyntax(cancellation).GetLocation();

    /// <summary>Where an attribute's first argument is written.</summary>
    public static Location? PlaceOfArgument(this AttributeData attribute, CancellationToken cancellation) =>
        attribute.ApplicationSyntaxReference?.GetSyntax(cancellation) is AttributeSyntax { ArgumentList.Arguments: { Count: > 0 } arguments }
            ? arguments[0].GetLocation()
            : attribute.Place(cancellation);

    /// <summary>The named types that a type is made of: itself, or those of its items and type arguments.</summary>
    public static IEnumerable<INamedTypeSymbol> Named(this ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol array => array.ElementType.Named(),
        INamedTypeSymbol named => named.TypeArguments.SelectMany(Named).Prepend(named),
        _ => [],
    };

    /// <summary>The types that a type is nested in, from the inside.</summary>
    public static IEnumerable<INamedTypeSymbol> Containers(this INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? container = type.ContainingType; container is not null; container = container.ContainingType)
        {
            yield return container;
        }
    }

    /// <summary>A type and those that it derives from.</summary>
    public static IEnumerable<INamedTypeSymbol> AndBases(this INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? part = type; part is not null; part = part.BaseType)
        {
            yield return part;
        }
    }

    /// <summary>The types that a type derives from and the interfaces that it has.</summary>
    public static IEnumerable<INamedTypeSymbol> Ancestors(this INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? parent = type.BaseType; parent is not null; parent = parent.BaseType)
        {
            yield return parent;
        }

        foreach (INamedTypeSymbol contract in type.AllInterfaces)
        {
            yield return contract;
        }
    }
}
