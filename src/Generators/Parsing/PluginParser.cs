using Microsoft.CodeAnalysis;
using MmoePipeline.Generators.Diagnostics;
using MmoePipeline.Generators.Model;

namespace MmoePipeline.Generators.Parsing;

/// <summary>Reads a plugin's class.</summary>
internal static class PluginParser
{
    /// <summary>Reads the class that an attribute was found on.</summary>
    public static Parsed<PluginModel> Parse(GeneratorAttributeSyntaxContext context, CancellationToken cancellation)
    {
        var type = (INamedTypeSymbol)context.TargetSymbol;
        Location place = type.Locations.FirstOrDefault() ?? Location.None;
        var mistakes = ImmutableArray.CreateBuilder<Diagnostic>();
        string name = context.Attributes[0].ConstructorArguments.FirstOrDefault().Value as string ?? "";
        if (!KebabCase.Is(name))
        {
            string example = KebabCase.Is(KebabCase.From(name)) ? KebabCase.From(name) : KebabCase.From(type.Name);
            mistakes.Add(Diagnostic.Create(MistakeDescriptors.NameMustBeKebabCase, place, name, example));
        }

        ITypeSymbol[] kinds = [.. Ancestors(type).Where(ancestor => OptionTypeParser.KindOf(ancestor) is not null)];
        if (kinds.Length != 1)
        {
            string found = kinds.Length == 0 ? "none" : string.Join(" and ", kinds.Select(kind => kind.Name));
            mistakes.Add(Diagnostic.Create(MistakeDescriptors.PluginNeedsOneKind, place, type.Name, found));
        }

        IMethodSymbol[] constructors = [.. type.InstanceConstructors.Where(constructor => constructor.DeclaredAccessibility == Accessibility.Public)];
        if (type.IsAbstract || type.IsGenericType || !IsReachable(type) || constructors.Length != 1)
        {
            mistakes.Add(Diagnostic.Create(MistakeDescriptors.PluginMustBeConstructible, place, type.Name));
            return new(null, mistakes.ToImmutable());
        }

        ParameterModel[] parameters = [.. constructors[0].Parameters.Select(Parameter)];
        if (parameters.Count(parameter => parameter.IsOptions) > 1)
        {
            mistakes.Add(Diagnostic.Create(MistakeDescriptors.OneOptionsParameter, place, type.Name));
        }

        return mistakes.Count > 0 ? new(null, mistakes.ToImmutable()) : new(
            new PluginModel(
                OptionTypeParser.NameOf(type),
                OptionTypeParser.KindOf(kinds[0])!,
                OptionTypeParser.NameOf(kinds[0]),
                name,
                parameters.FirstOrDefault(parameter => parameter.IsOptions)?.TypeName,
                new EquatableArray<ParameterModel>([.. parameters]),
                DocumentationParser.Parse(type, cancellation)),
            []);
    }

    private static ParameterModel Parameter(IParameterSymbol parameter) => new(
        OptionTypeParser.NameOf(parameter.Type.WithNullableAnnotation(NullableAnnotation.NotAnnotated)),
        OptionTypeParser.HasAttribute(parameter.Type, ContractNames.PluginOptionsAttribute),
        parameter.NullableAnnotation == NullableAnnotation.Annotated);

    private static IEnumerable<ITypeSymbol> Ancestors(INamedTypeSymbol type)
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

    /// <summary>Whether the catalogue, another type of the assembly, can name the type.</summary>
    private static bool IsReachable(INamedTypeSymbol type) =>
        type.DeclaredAccessibility is not (Accessibility.Private or Accessibility.Protected or Accessibility.ProtectedAndInternal)
        && (type.ContainingType is null || IsReachable(type.ContainingType));
}
