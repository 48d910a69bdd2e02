using Microsoft.CodeAnalysis;
using MmoePipeline.Generators.Model;
using MmoePipeline.Generators.Naming;

namespace MmoePipeline.Generators.Parsing;

/// <summary>Finds the form that a C# type has in configurations.</summary>
internal static class OptionTypeParser
{
    private const string Collections = "System.Collections.Immutable.";

    /// <summary>Parses a type.</summary>
    /// <param name="type">The type.</param>
    /// <param name="endings">Where a text is a path, the endings of files that the plugin is picked for; else null.</param>
    /// <returns>Null for a type without a form.</returns>
    public static OptionTypeModel? Parse(ITypeSymbol type, EquatableArray<string>? endings)
    {
        if (type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable)
        {
            return Parse(nullable.TypeArguments[0], endings) is { } present
                ? new OptionTypeModel.Nullable(type.QualifiedName(), present, IsReference: false)
                : null;
        }

        if (type.IsReferenceType && type.NullableAnnotation == NullableAnnotation.Annotated)
        {
            return Parse(type.WithNullableAnnotation(NullableAnnotation.NotAnnotated), endings) is { } present
                ? new OptionTypeModel.Nullable(type.QualifiedName(), present, IsReference: true)
                : null;
        }

        return Scalar(type, endings) ?? Composite(type, endings);
    }

    private static OptionTypeModel? Scalar(ITypeSymbol type, EquatableArray<string>? endings)
    {
        string name = type.QualifiedName();
        return type switch
        {
            { SpecialType: SpecialType.System_Boolean } => new OptionTypeModel.Boolean(name),
            { SpecialType: SpecialType.System_String } => endings is { } ofPath ? new OptionTypeModel.FilePath(name, ofPath) : new OptionTypeModel.Text(name),
            INamedTypeSymbol { TypeKind: TypeKind.Enum } choice when !choice.HasAttribute("System.FlagsAttribute") => Choice(choice) is { Choices.Count: > 0 } some ? some : null,
            _ when name == "global::MmoePipeline.Configuration.Secret" => new OptionTypeModel.Secret(name),
            _ when name == "global::System.TimeSpan" => new OptionTypeModel.Duration(name),
            _ => NumberType.Of(name) is { } number ? new OptionTypeModel.Number(name, number) : null,
        };
    }

    private static OptionTypeModel? Composite(ITypeSymbol type, EquatableArray<string>? endings)
    {
        if (type is IArrayTypeSymbol { IsSZArray: true } array)
        {
            return List(array, "Array", array.ElementType, endings);
        }

        if (type is not INamedTypeSymbol named)
        {
            return null;
        }

        if (named.HasAttribute(ContractNames.PluginOptionsAttribute))
        {
            return new OptionTypeModel.Section(named.QualifiedName());
        }

        return named.MetadataNameWithNamespace() switch
        {
            ContractNames.PluginSlot when named.TypeArguments[0].PluginKind() is { } kind =>
                new OptionTypeModel.Slot(named.QualifiedName(), kind, named.TypeArguments[0].QualifiedName()),
            Collections + "ImmutableArray`1" => List(named, "List", named.TypeArguments[0], endings),
            Collections + "ImmutableList`1" => List(named, "ImmutableList", named.TypeArguments[0], endings),
            "System.Collections.Generic.IReadOnlyList`1" => List(named, "ReadOnlyList", named.TypeArguments[0], endings),
            Collections + "ImmutableSortedDictionary`2" => Map(named, "Map", endings),
            Collections + "ImmutableDictionary`2" => Map(named, "ImmutableDictionary", endings),
            "System.Collections.Generic.IReadOnlyDictionary`2" => Map(named, "ReadOnlyDictionary", endings),
            _ => null,
        };
    }

    private static OptionTypeModel.List? List(ITypeSymbol type, string factory, ITypeSymbol item, EquatableArray<string>? endings) =>
        Parse(item, endings) is { } parsed ? new OptionTypeModel.List(type.QualifiedName(), factory, parsed) : null;

    private static OptionTypeModel.Map? Map(INamedTypeSymbol type, string factory, EquatableArray<string>? endings) =>
        type.TypeArguments[0].SpecialType == SpecialType.System_String && Parse(type.TypeArguments[1], endings) is { } parsed
            ? new OptionTypeModel.Map(type.QualifiedName(), factory, parsed)
            : null;

    private static OptionTypeModel.Choice Choice(INamedTypeSymbol type) => new(
        type.QualifiedName(),
        new EquatableArray<ChoiceModel>(
        [
            .. type.GetMembers().OfType<IFieldSymbol>().Where(member => member.HasConstantValue)
                .Select(member => new ChoiceModel(ConfigurationName.Kebab(member.Name), CSharpName.Escaped(member.Name))),
        ]));
}
