using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using MmoePipeline.Generators.Mistakes;
using MmoePipeline.Generators.Model;
using MmoePipeline.Generators.Naming;

namespace MmoePipeline.Generators.Parsing;

/// <summary>Reads an options record.</summary>
internal sealed class OptionsParser
{
    private readonly INamedTypeSymbol _type;
    private readonly CancellationToken _cancellation;
    private readonly ImmutableHashSet<ISymbol> _around;
    private readonly ImmutableArray<Diagnostic>.Builder _mistakes = ImmutableArray.CreateBuilder<Diagnostic>();

    private OptionsParser(INamedTypeSymbol type, ImmutableHashSet<ISymbol> around, CancellationToken cancellation) =>
        (_type, _around, _cancellation) = (type, around.Add(type.OriginalDefinition), cancellation);

    /// <summary>Reads a type that is marked as options.</summary>
    public static Parsed<OptionsModel> Parse(INamedTypeSymbol type, CancellationToken cancellation) =>
        Parse(type, ImmutableHashSet.Create<ISymbol>(SymbolEqualityComparer.Default), cancellation);

    /// <summary>Whether a record's other part is generated, or was, where it is another assembly's.</summary>
    public static bool IsGenerated(INamedTypeSymbol type, CancellationToken cancellation) =>
        type.DeclaringSyntaxReferences.IsEmpty || Parse(type.OriginalDefinition, cancellation).Model is not null;

    private static Parsed<OptionsModel> Parse(INamedTypeSymbol type, ImmutableHashSet<ISymbol> around, CancellationToken cancellation) =>
        new OptionsParser(type, around, cancellation).Parse();

    private Parsed<OptionsModel> Parse()
    {
        CheckDeclaration();
        CheckMembers();
        OptionModel[] options = [.. _type.GetMembers().OfType<IPropertySymbol>().Where(IsOption).Select(Option).OfType<OptionModel>()];
        ImmutableArray<Diagnostic> mistakes = _mistakes.ToImmutable();
        if (mistakes.Any(mistake => mistake.Severity == DiagnosticSeverity.Error) || HasUngeneratedSection())
        {
            return new(null, mistakes);
        }

        var model = new OptionsModel(
            _type.ContainingNamespace.IsGlobalNamespace ? "" : _type.ContainingNamespace.DeclaredName(),
            new EquatableArray<string>([.. _type.Containers().Reverse().Select(Declaration)]),
            CSharpName.Escaped(_type.Name),
            _type.QualifiedName(),
            _type.InstanceConstructors.Any(constructor => constructor.Parameters.IsEmpty && !constructor.IsImplicitlyDeclared),
            Validations().Any(),
            _type.GetMembers().OfType<IPropertySymbol>().Any(property => IsOption(property) && property.HasAttribute("System.ObsoleteAttribute")),
            new EquatableArray<string>([.. _type.GetMembers().Select(member => member.Name).Distinct().OrderBy(name => name, StringComparer.Ordinal)]),
            new EquatableArray<OptionModel>([.. options]),
            DocumentationParser.Parse(_type, _cancellation));
        return new(model, mistakes);
    }

    /// <summary>
    /// A record that has another one as an option can't be generated where that one isn't: its mistakes are reported at its own place.
    /// </summary>
    private bool HasUngeneratedSection() => _type.GetMembers().OfType<IPropertySymbol>().Where(IsOption)
        .SelectMany(option => option.Type.Named())
        .Where(type => type.HasAttribute(ContractNames.PluginOptionsAttribute) && !type.DeclaringSyntaxReferences.IsEmpty)
        .Any(type => !_around.Contains(type.OriginalDefinition) && Parse(type.OriginalDefinition, _around, _cancellation).Model is null);

    private void CheckDeclaration()
    {
        foreach (INamedTypeSymbol part in _type.Containers().Prepend(_type).Where(part => !IsPartial(part)))
        {
            Report(MistakeDescriptors.OptionsMustBePartial, part.Place(), part.Name);
        }

        bool isPlain = _type is { IsRecord: true, IsSealed: true, IsValueType: false, TypeParameters.IsEmpty: true }
            && !_type.Containers().Prepend(_type).Any(type => type.IsFileLocal)
            && _type.BaseType?.SpecialType == SpecialType.System_Object
            && _type.InstanceConstructors.Where(IsAuthors).All(constructor => constructor.Parameters.IsEmpty || IsCopy(constructor));
        if (!isPlain)
        {
            Report(MistakeDescriptors.OptionsMustBePlainRecord, _type.Place(), _type.Name);
        }
    }

    private void CheckMembers()
    {
        if (IsGeneratedName(_type.Name))
        {
            Report(MistakeDescriptors.NameIsTaken, _type.Place(), _type.Name, "the generated part has a member of this name");
        }

        var keys = new Dictionary<string, (string Name, string Key)>(StringComparer.OrdinalIgnoreCase);
        foreach (ISymbol member in _type.GetMembers().Where(member => !member.IsImplicitlyDeclared && IsAuthors(member)))
        {
            if (IsGeneratedName(member.Name))
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
                if (IncludedOptions.IsIncluded(property))
                {
                    Report(MistakeDescriptors.WrongInclusion, property.Place(), property.Name, "it is not an option: write 'public' and the accessors 'get' and 'init'");
                }

                continue;
            }

            foreach ((string name, string key) in IncludedOptions.Keys(property))
            {
                if (keys.TryGetValue(key, out (string Name, string Key) there))
                {
                    Report(MistakeDescriptors.DuplicateKey, property.Place(), name, there.Name, there.Key);
                }
                else
                {
                    keys.Add(key, (name, key));
                }
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

        if (IncludedOptions.IsIncluded(property))
        {
            return Included(property);
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
        if (type is OptionTypeModel.List { Factory: "List" } && !isRequired && Initializer(property) is null)
        {
            Report(MistakeDescriptors.ListNeedsDefault, property.Place(), property.Name);
        }

        return new OptionModel(
            CSharpName.Escaped(property.Name),
            key,
            type,
            isRequired,
            new EquatableArray<RuleModel>([.. rules.Where(rule => !rule.IsOfItems).Select(rule => rule.Rule).OfType<RuleModel>()]),
            new EquatableArray<RuleModel>([.. rules.Where(rule => rule.IsOfItems).Select(rule => rule.Rule).OfType<RuleModel>()]),
            documentation);
    }

    private OptionModel? Included(IPropertySymbol property)
    {
        bool isRequired = property.IsRequired;
        string? fault = IncludedOptions.Fault(property)
            ?? (isRequired || IsNew(Initializer(property)) ? null : "its record keeps its own defaults; write 'required' or the default '= new();'");
        if (fault is not null)
        {
            Report(MistakeDescriptors.WrongInclusion, property.Place(), property.Name, fault);
            return null;
        }

        var type = new OptionTypeModel.Section(property.Type.QualifiedName());
        foreach (AttributeData attribute in property.GetAttributes())
        {
            Rule(attribute, property, type, "");
        }

        return new OptionModel(
            CSharpName.Escaped(property.Name), "", type, isRequired, new([]), new([]), new DocumentationModel("", ""), IsIncluded: true);
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
        if (Choice(type) is { } choice
            && choice.Choices.GroupBy(item => item.Name).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            ChoiceModel[] members = [.. twice];
            Report(MistakeDescriptors.DuplicateKey, property.Place(), members[1].Member, members[0].Member, twice.Key);
        }
    }

    private static OptionTypeModel.Choice? Choice(OptionTypeModel type) => type switch
    {
        OptionTypeModel.Choice choice => choice,
        OptionTypeModel.Nullable nullable => Choice(nullable.Present),
        OptionTypeModel.List list => Choice(list.Item),
        OptionTypeModel.Map map => Choice(map.Item),
        _ => null,
    };

    private void Report(DiagnosticDescriptor mistake, Location place, params object[] arguments) =>
        _mistakes.Add(Diagnostic.Create(mistake, place, arguments));

    private IEnumerable<IMethodSymbol> Validations() => _type.GetMembers("Validate").OfType<IMethodSymbol>().Where(IsValidation);

    /// <summary>The analyzer sees the generated part as well; what is in it is no mistake of the author's.</summary>
    private static bool IsAuthors(ISymbol member) => member.Locations.Any(place =>
        place.SourceTree?.FilePath.EndsWith(OptionsModel.FileEnding, StringComparison.Ordinal) is not true);

    private static bool IsGeneratedName(string name) => name is "Bind" or "Descriptor";

    /// <summary>An option is a property that can be set; computed ones are the author's own.</summary>
    public static bool IsOption(IPropertySymbol property) =>
        property is { IsStatic: false, IsIndexer: false, SetMethod: not null, DeclaredAccessibility: not Accessibility.Private };

    private static bool IsReadOnlyAutoProperty(IPropertySymbol property) =>
        property is { IsStatic: false, SetMethod: null, DeclaredAccessibility: Accessibility.Public }
        && property.ContainingType.GetMembers().OfType<IFieldSymbol>()
            .Any(field => SymbolEqualityComparer.Default.Equals(field.AssociatedSymbol, property));

    private ExpressionSyntax? Initializer(IPropertySymbol property) => property.DeclaringSyntaxReferences
        .Select(reference => reference.GetSyntax(_cancellation))
        .OfType<PropertyDeclarationSyntax>()
        .Select(declaration => declaration.Initializer?.Value)
        .FirstOrDefault(value => value is not null);

    /// <summary>Whether an expression is <c>new()</c>, with nothing set.</summary>
    private static bool IsNew(ExpressionSyntax? expression) =>
        expression is BaseObjectCreationExpressionSyntax { Initializer: null, ArgumentList: null or { Arguments.Count: 0 } };

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
            : $"<{string.Join(", ", type.TypeParameters.Select(parameter => CSharpName.Escaped(parameter.Name)))}>";
        return $"partial {keyword} {CSharpName.Escaped(type.Name)}{parameters}";
    }
}
