using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using MmoePipeline.Generators.Diagnostics;
using MmoePipeline.Generators.Model;

namespace MmoePipeline.Generators.Parsing;

/// <summary>Reads an options record.</summary>
internal static class OptionsParser
{
    /// <summary>Reads the record that an attribute was found on.</summary>
    public static Parsed<OptionsModel> Parse(GeneratorAttributeSyntaxContext context, CancellationToken cancellation)
    {
        var type = (INamedTypeSymbol)context.TargetSymbol;
        var mistakes = ImmutableArray.CreateBuilder<Diagnostic>();
        CheckDeclaration(type, mistakes);
        var options = ImmutableArray.CreateBuilder<OptionModel>();
        foreach (IPropertySymbol property in type.GetMembers().OfType<IPropertySymbol>().Where(IsOption))
        {
            cancellation.ThrowIfCancellationRequested();
            if (Option(property, mistakes, cancellation) is { } option)
            {
                options.Add(option);
            }
        }

        if (mistakes.Count > 0)
        {
            return new(null, mistakes.ToImmutable());
        }

        var model = new OptionsModel(
            type.ContainingNamespace.IsGlobalNamespace ? "" : type.ContainingNamespace.ToDisplayString(),
            new EquatableArray<string>([.. Containers(type).Reverse().Select(Declaration)]),
            type.Name,
            OptionTypeParser.NameOf(type),
            type.InstanceConstructors.Any(constructor => constructor.Parameters.IsEmpty && !constructor.IsImplicitlyDeclared),
            type.GetMembers("Validate").OfType<IMethodSymbol>().Any(IsValidation),
            new EquatableArray<OptionModel>(options.ToImmutable()),
            DocumentationParser.Parse(type, cancellation));
        return new(model, []);
    }

    private static void CheckDeclaration(INamedTypeSymbol type, ImmutableArray<Diagnostic>.Builder mistakes)
    {
        foreach (INamedTypeSymbol part in Containers(type).Prepend(type).Where(part => !IsPartial(part)))
        {
            mistakes.Add(Diagnostic.Create(MistakeDescriptors.OptionsMustBePartial, Place(part), part.Name));
        }

        bool isPlain = type is { IsRecord: true, IsSealed: true, IsValueType: false, TypeParameters.IsEmpty: true }
            && type.BaseType?.SpecialType == SpecialType.System_Object
            && type.InstanceConstructors.All(constructor => constructor.Parameters.IsEmpty || IsCopy(constructor, type));
        if (!isPlain)
        {
            mistakes.Add(Diagnostic.Create(MistakeDescriptors.OptionsMustBePlainRecord, Place(type), type.Name));
        }
    }

    private static OptionModel? Option(
        IPropertySymbol property, ImmutableArray<Diagnostic>.Builder mistakes, CancellationToken cancellation)
    {
        int mistakesBefore = mistakes.Count;
        if (!property.SetMethod!.IsInitOnly)
        {
            mistakes.Add(Diagnostic.Create(MistakeDescriptors.OptionMustBeInit, Place(property), property.Name));
        }

        bool isPath = OptionTypeParser.HasAttribute(property, ContractNames.OptionPathAttribute);
        if (OptionTypeParser.Parse(property.Type, isPath) is not { } type)
        {
            mistakes.Add(Diagnostic.Create(
                MistakeDescriptors.UnsupportedOptionType, Place(property), property.Name, property.Type.ToDisplayString()));
            return null;
        }

        var rules = ImmutableArray.CreateBuilder<RuleModel>();
        OptionTypeModel present = type is OptionTypeModel.Nullable nullable ? nullable.Present : type;
        foreach (AttributeData attribute in property.GetAttributes())
        {
            RuleModel? rule = RuleParser.Parse(attribute, present, out string? fault);
            if (fault is not null)
            {
                string name = attribute.AttributeClass!.Name.Replace("Attribute", "");
                Location place = attribute.ApplicationSyntaxReference?.GetSyntax(cancellation).GetLocation() ?? Place(property);
                mistakes.Add(Diagnostic.Create(MistakeDescriptors.RuleDoesNotSuit, place, name, property.Name, fault));
            }
            else if (rule is not null)
            {
                rules.Add(rule);
            }
        }

        return mistakes.Count > mistakesBefore ? null : new OptionModel(
            property.Name,
            char.ToLowerInvariant(property.Name[0]) + property.Name.Substring(1),
            type,
            property.IsRequired,
            new EquatableArray<RuleModel>(rules.ToImmutable()),
            DocumentationParser.Parse(property, cancellation));
    }

    /// <summary>An option is a property that can be set; computed ones are the author's own.</summary>
    private static bool IsOption(IPropertySymbol property) =>
        property is { IsStatic: false, IsIndexer: false, SetMethod: not null, DeclaredAccessibility: not Accessibility.Private };

    private static bool IsValidation(IMethodSymbol method) =>
        method is { IsStatic: false, ReturnsVoid: true, Parameters.Length: 1 }
        && method.Parameters[0].Type.ToDisplayString() == ContractNames.OptionsSection;

    private static bool IsCopy(IMethodSymbol constructor, INamedTypeSymbol type) =>
        constructor.Parameters.Length == 1 && SymbolEqualityComparer.Default.Equals(constructor.Parameters[0].Type, type);

    private static bool IsPartial(INamedTypeSymbol type) => type.DeclaringSyntaxReferences
        .Select(reference => reference.GetSyntax())
        .OfType<TypeDeclarationSyntax>()
        .All(declaration => declaration.Modifiers.Any(modifier => modifier.ValueText == "partial"));

    private static IEnumerable<INamedTypeSymbol> Containers(INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? container = type.ContainingType; container is not null; container = container.ContainingType)
        {
            yield return container;
        }
    }

    private static string Declaration(INamedTypeSymbol type)
    {
        string keyword = (type.IsRecord, type.TypeKind) switch
        {
            (true, TypeKind.Struct) => "record struct",
            (true, _) => "record",
            (_, TypeKind.Struct) => "struct",
            (_, TypeKind.Interface) => "interface",
            _ => "class",
        };
        string parameters = type.TypeParameters.IsEmpty
            ? ""
            : $"<{string.Join(", ", type.TypeParameters.Select(parameter => parameter.Name))}>";
        return $"partial {keyword} {type.Name}{parameters}";
    }

    private static Location Place(ISymbol symbol) => symbol.Locations.FirstOrDefault() ?? Location.None;
}
