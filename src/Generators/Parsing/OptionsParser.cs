using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using MmoePipeline.Generators.Diagnostics;
using MmoePipeline.Generators.Emission;
using MmoePipeline.Generators.Model;

namespace MmoePipeline.Generators.Parsing;

/// <summary>Reads an options record.</summary>
internal sealed class OptionsParser
{
    private readonly INamedTypeSymbol _type;
    private readonly CancellationToken _cancellation;
    private readonly ImmutableArray<Diagnostic>.Builder _mistakes = ImmutableArray.CreateBuilder<Diagnostic>();

    private OptionsParser(INamedTypeSymbol type, CancellationToken cancellation) => (_type, _cancellation) = (type, cancellation);

    /// <summary>Reads a type that is marked as options.</summary>
    public static Parsed<OptionsModel> Parse(INamedTypeSymbol type, CancellationToken cancellation) =>
        new OptionsParser(type, cancellation).Parse();

    private Parsed<OptionsModel> Parse()
    {
        CheckDeclaration();
        CheckMembers();
        OptionModel[] options = [.. _type.GetMembers().OfType<IPropertySymbol>().Where(IsOption).Select(Option).OfType<OptionModel>()];
        ImmutableArray<Diagnostic> mistakes = _mistakes.ToImmutable();
        if (mistakes.Any(mistake => mistake.Severity == DiagnosticSeverity.Error))
        {
            return new(null, mistakes);
        }

        var model = new OptionsModel(
            _type.ContainingNamespace.IsGlobalNamespace ? "" : _type.ContainingNamespace.ToDisplayString(),
            new EquatableArray<string>([.. _type.Containers().Reverse().Select(Declaration)]),
            _type.Name,
            _type.QualifiedName(),
            _type.InstanceConstructors.Any(constructor => constructor.Parameters.IsEmpty && !constructor.IsImplicitlyDeclared),
            Validations().Any(),
            new EquatableArray<string>([.. _type.GetMembers().Select(member => member.Name).Distinct().OrderBy(name => name, StringComparer.Ordinal)]),
            new EquatableArray<OptionModel>([.. options]),
            DocumentationParser.Parse(_type, _cancellation));
        return new(model, mistakes);
    }

    private void CheckDeclaration()
    {
        foreach (INamedTypeSymbol part in _type.Containers().Prepend(_type).Where(part => !IsPartial(part)))
        {
            Report(MistakeDescriptors.OptionsMustBePartial, part.Place(), part.Name);
        }

        bool isPlain = _type is { IsRecord: true, IsSealed: true, IsValueType: false, TypeParameters.IsEmpty: true }
            && _type.BaseType?.SpecialType == SpecialType.System_Object
            && _type.InstanceConstructors.Where(IsAuthors).All(constructor => constructor.Parameters.IsEmpty || IsCopy(constructor));
        if (!isPlain)
        {
            Report(MistakeDescriptors.OptionsMustBePlainRecord, _type.Place(), _type.Name);
        }
    }

    private void CheckMembers()
    {
        var keys = new Dictionary<string, IPropertySymbol>(StringComparer.OrdinalIgnoreCase);
        foreach (ISymbol member in _type.GetMembers().Where(member => !member.IsImplicitlyDeclared && IsAuthors(member)))
        {
            if (member.Name is "Bind" or "Descriptor")
            {
                Report(MistakeDescriptors.NameIsTaken, member.Place(), member.Name, "the generated part has a member of this name");
            }

            if (member is IFieldSymbol { IsStatic: false, DeclaredAccessibility: Accessibility.Public })
            {
                Report(MistakeDescriptors.OptionMustBeInit, member.Place(), member.Name, "is a field");
            }

            if (member is not IPropertySymbol property)
            {
                continue;
            }

            if (IsReadOnlyAutoProperty(property))
            {
                Report(MistakeDescriptors.OptionMustBeInit, property.Place(), property.Name, "has no accessor that sets it");
            }

            if (!IsOption(property))
            {
                continue;
            }

            string key = ConfigurationName.Camel(property.Name);
            if (keys.TryGetValue(key, out IPropertySymbol? there))
            {
                Report(MistakeDescriptors.DuplicateKey, property.Place(), property.Name, there.Name, ConfigurationName.Camel(there.Name));
            }
            else
            {
                keys.Add(key, property);
            }
        }

        if (_type.GetMembers("Validate").FirstOrDefault(member => member is not IMethodSymbol method || !IsValidation(method)) is { } wrong)
        {
            Report(MistakeDescriptors.WrongValidation, wrong.Place(), _type.Name);
        }
    }

    private OptionModel? Option(IPropertySymbol property)
    {
        _cancellation.ThrowIfCancellationRequested();
        if (!property.SetMethod!.IsInitOnly)
        {
            Report(MistakeDescriptors.OptionMustBeInit, property.Place(), property.Name, "has the accessor 'set'");
        }

        if (OptionTypeParser.Parse(property.Type, PathEndings(property)) is not { } type)
        {
            Report(MistakeDescriptors.UnsupportedOptionType, property.Place(), property.Name, property.Type.ToDisplayString());
            return null;
        }

        CheckChoices(property, type);
        DocumentationModel documentation = DocumentationParser.Parse(property, _cancellation);
        if (documentation.Summary.Length == 0)
        {
            Report(MistakeDescriptors.MissingSummary, property.Place(), property.Name);
        }

        string key = ConfigurationName.Camel(property.Name);
        ParsedRule[] rules = [.. property.GetAttributes().Select(attribute => Rule(attribute, property, type, key))];
        bool isRequired = property.IsRequired || rules.Any(rule => rule.IsRequired);
        if (type is OptionTypeModel.List { Factory: "List" } && !isRequired && !HasInitializer(property))
        {
            Report(MistakeDescriptors.ListNeedsDefault, property.Place(), property.Name);
        }

        return new OptionModel(
            property.Name,
            key,
            type,
            isRequired,
            new EquatableArray<RuleModel>([.. rules.Where(rule => !rule.IsOfItems).Select(rule => rule.Rule).OfType<RuleModel>()]),
            new EquatableArray<RuleModel>([.. rules.Where(rule => rule.IsOfItems).Select(rule => rule.Rule).OfType<RuleModel>()]),
            documentation);
    }

    /// <summary>The endings of a property that is marked as a path; null for one that is not.</summary>
    private static EquatableArray<string>? PathEndings(IPropertySymbol property) =>
        property.Attribute(ContractNames.OptionPathAttribute) is { } path
            ? new EquatableArray<string>([.. path.ConstructorArguments.SelectMany(argument => argument.Values).Select(ending => ending.Value).OfType<string>()])
            : null;

    private ParsedRule Rule(AttributeData attribute, IPropertySymbol property, OptionTypeModel type, string key)
    {
        ParsedRule rule = RuleParser.Parse(attribute, type, key);
        if (rule.Fault is { } fault)
        {
            Location place = attribute.Place(_cancellation) ?? property.Place();
            Report(MistakeDescriptors.RuleDoesNotSuit, place, attribute.AttributeClass!.Name.Replace("Attribute", ""), property.Name, fault);
        }

        return rule;
    }

    private void CheckChoices(IPropertySymbol property, OptionTypeModel type)
    {
        if (type is OptionTypeModel.Choice choice
            && choice.Choices.GroupBy(item => item.Name).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            ChoiceModel[] members = [.. twice];
            Report(MistakeDescriptors.DuplicateKey, property.Place(), members[1].Member, members[0].Member, twice.Key);
        }
    }

    private void Report(DiagnosticDescriptor mistake, Location place, params object[] arguments) =>
        _mistakes.Add(Diagnostic.Create(mistake, place, arguments));

    private IEnumerable<IMethodSymbol> Validations() => _type.GetMembers("Validate").OfType<IMethodSymbol>().Where(IsValidation);

    /// <summary>The analyzer sees the generated part as well; what is in it is no mistake of the author's.</summary>
    private static bool IsAuthors(ISymbol member) => member.Locations.Any(place =>
        place.SourceTree?.FilePath.EndsWith(OptionsEmitter.FileEnding, StringComparison.Ordinal) is not true);

    /// <summary>An option is a property that can be set; computed ones are the author's own.</summary>
    private static bool IsOption(IPropertySymbol property) =>
        property is { IsStatic: false, IsIndexer: false, SetMethod: not null, DeclaredAccessibility: not Accessibility.Private };

    private static bool IsReadOnlyAutoProperty(IPropertySymbol property) =>
        property is { IsStatic: false, SetMethod: null, DeclaredAccessibility: Accessibility.Public }
        && property.ContainingType.GetMembers().OfType<IFieldSymbol>()
            .Any(field => SymbolEqualityComparer.Default.Equals(field.AssociatedSymbol, property));

    private bool HasInitializer(IPropertySymbol property) => property.DeclaringSyntaxReferences
        .Select(reference => reference.GetSyntax(_cancellation))
        .OfType<PropertyDeclarationSyntax>()
        .Any(declaration => declaration.Initializer is not null);

    private static bool IsValidation(IMethodSymbol method) =>
        method is { IsStatic: false, ReturnsVoid: true, Parameters.Length: 1, TypeParameters.IsEmpty: true }
        && method.Parameters[0].Type.ToDisplayString() == ContractNames.OptionsSection;

    private bool IsCopy(IMethodSymbol constructor) =>
        constructor.Parameters.Length == 1 && SymbolEqualityComparer.Default.Equals(constructor.Parameters[0].Type, _type);

    private static bool IsPartial(INamedTypeSymbol type) => type.DeclaringSyntaxReferences
        .Select(reference => reference.GetSyntax())
        .OfType<TypeDeclarationSyntax>()
        .All(declaration => declaration.Modifiers.Any(modifier => modifier.ValueText == "partial"));

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
}
