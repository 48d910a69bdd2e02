using Microsoft.CodeAnalysis;
using MmoePipeline.Generators.Model;

namespace MmoePipeline.Generators.Parsing;

/// <summary>Finds the form that a C# type has in configurations.</summary>
internal static class OptionTypeParser
{
    private static readonly SymbolDisplayFormat Qualified = SymbolDisplayFormat.FullyQualifiedFormat
        .AddMiscellaneousOptions(SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier);

    /// <summary>A type's fully qualified name, nullable annotations included.</summary>
    public static string NameOf(ITypeSymbol type) => type.ToDisplayString(Qualified);

    /// <summary>Parses a type.</summary>
    /// <param name="type">The type.</param>
    /// <param name="isPath">Whether a text is a path.</param>
    /// <returns>Null for a type without a form.</returns>
    public static OptionTypeModel? Parse(ITypeSymbol type, bool isPath)
    {
        if (type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable)
        {
            return Parse(nullable.TypeArguments[0], isPath) is { } present
                ? new OptionTypeModel.Nullable(NameOf(type), present, IsReference: false)
                : null;
        }

        if (type.IsReferenceType && type.NullableAnnotation == NullableAnnotation.Annotated)
        {
            return Parse(type.WithNullableAnnotation(NullableAnnotation.NotAnnotated), isPath) is { } present
                ? new OptionTypeModel.Nullable(NameOf(type), present, IsReference: true)
                : null;
        }

        return type.TypeKind == TypeKind.Enum ? Choice((INamedTypeSymbol)type) : Scalar(type, isPath) ?? Composite(type, isPath);
    }

    private static OptionTypeModel? Scalar(ITypeSymbol type, bool isPath)
    {
        string name = NameOf(type);
        return type.SpecialType switch
        {
            SpecialType.System_Boolean => new OptionTypeModel.Boolean(name),
            SpecialType.System_String => isPath ? new OptionTypeModel.FilePath(name) : new OptionTypeModel.Text(name),
            SpecialType.System_SByte or SpecialType.System_Byte or SpecialType.System_Int16 or SpecialType.System_UInt16
                or SpecialType.System_Int32 or SpecialType.System_UInt32 or SpecialType.System_Int64
                or SpecialType.System_UInt64 => new OptionTypeModel.Number(name, IsInteger: true),
            SpecialType.System_Single or SpecialType.System_Double or SpecialType.System_Decimal =>
                new OptionTypeModel.Number(name, IsInteger: false),
            _ => name == "global::System.TimeSpan" ? new OptionTypeModel.Duration(name) : null,
        };
    }

    private static OptionTypeModel? Composite(ITypeSymbol type, bool isPath)
    {
        if (type is not INamedTypeSymbol named)
        {
            return null;
        }

        if (HasAttribute(named, ContractNames.PluginOptionsAttribute))
        {
            return new OptionTypeModel.Section(NameOf(named));
        }

        return MetadataName(named) switch
        {
            ContractNames.PluginSlot when KindOf(named.TypeArguments[0]) is { } kind =>
                new OptionTypeModel.Slot(NameOf(named), kind, NameOf(named.TypeArguments[0])),
            "System.Collections.Immutable.ImmutableArray`1" when Parse(named.TypeArguments[0], isPath) is { } item =>
                new OptionTypeModel.List(NameOf(named), item),
            "System.Collections.Immutable.ImmutableSortedDictionary`2"
                when named.TypeArguments[0].SpecialType == SpecialType.System_String
                    && Parse(named.TypeArguments[1], isPath) is { } item => new OptionTypeModel.Map(NameOf(named), item),
            _ => null,
        };
    }

    /// <summary>The name of the kind that a type is marked as; null for none.</summary>
    public static string? KindOf(ITypeSymbol type) => type.GetAttributes()
        .FirstOrDefault(attribute => attribute.AttributeClass?.ToDisplayString() == ContractNames.PluginKindAttribute)
        ?.ConstructorArguments.FirstOrDefault().Value as string;

    /// <summary>Whether a symbol has an attribute.</summary>
    public static bool HasAttribute(ISymbol symbol, string attributeName) =>
        symbol.GetAttributes().Any(attribute => attribute.AttributeClass?.ToDisplayString() == attributeName);

    private static OptionTypeModel.Choice Choice(INamedTypeSymbol type) => new(
        NameOf(type),
        new EquatableArray<ChoiceModel>(
        [
            .. type.GetMembers().OfType<IFieldSymbol>().Where(member => member.HasConstantValue)
                .Select(member => new ChoiceModel(KebabCase.From(member.Name), member.Name)),
        ]));

    private static string MetadataName(INamedTypeSymbol type) =>
        $"{type.ContainingNamespace.ToDisplayString()}.{type.MetadataName}";
}
