using Microsoft.CodeAnalysis;
using MmoePipeline.Generators.Mistakes;
using MmoePipeline.Generators.Model;
using MmoePipeline.Generators.Naming;

namespace MmoePipeline.Generators.Parsing;

/// <summary>Reads a plugin's class.</summary>
internal sealed class PluginParser
{
    private readonly INamedTypeSymbol _type;
    private readonly AttributeData _attribute;
    private readonly CancellationToken _cancellation;
    private readonly ImmutableArray<Diagnostic>.Builder _mistakes = ImmutableArray.CreateBuilder<Diagnostic>();

    private PluginParser(INamedTypeSymbol type, AttributeData attribute, CancellationToken cancellation) =>
        (_type, _attribute, _cancellation) = (type, attribute, cancellation);

    /// <summary>Reads a class that is marked as a plugin.</summary>
    public static Parsed<PluginModel> Parse(INamedTypeSymbol type, AttributeData attribute, CancellationToken cancellation) =>
        new PluginParser(type, attribute, cancellation).Parse();

    private Parsed<PluginModel> Parse()
    {
        string name = Name();
        INamedTypeSymbol? kind = Kind();
        INamedTypeSymbol? context = kind?.PluginContext();
        ImmutableArray<ParameterModel> parameters = Parameters(kind, context);
        DocumentationModel documentation = DocumentationParser.Parse(_type, _cancellation);
        if (documentation.Summary.Length == 0)
        {
            Report(MistakeDescriptors.MissingSummary, _type.Place(), _type.Name);
        }

        ImmutableArray<Diagnostic> mistakes = _mistakes.ToImmutable();
        return mistakes.Any(mistake => mistake.Severity == DiagnosticSeverity.Error) || !HasGeneratedOptions() ? new(null, mistakes) : new(
            new PluginModel(
                _type.QualifiedName(),
                kind!.PluginKind()!,
                kind!.QualifiedName(),
                name,
                parameters.FirstOrDefault(parameter => parameter.Source == ParameterSource.Options)?.TypeName,
                context?.QualifiedName(),
                new EquatableArray<ParameterModel>(parameters),
                documentation),
            mistakes);
    }

    private string Name()
    {
        string name = _attribute.ConstructorArguments.FirstOrDefault().Value as string ?? "";
        if (!ConfigurationName.IsKebab(name))
        {
            string suggestion = ConfigurationName.SuggestKebab(name) ?? ConfigurationName.SuggestKebab(_type.Name) ?? "my-plugin";
            _mistakes.Add(Diagnostic.Create(
                MistakeDescriptors.NameMustBeKebabCase,
                _attribute.PlaceOfArgument(_cancellation) ?? _type.Place(),
                ImmutableDictionary<string, string?>.Empty.Add(MistakeDescriptors.Suggestion, suggestion),
                name,
                suggestion));
        }

        return name;
    }

    private INamedTypeSymbol? Kind()
    {
        INamedTypeSymbol[] kinds = [.. _type.Ancestors().Where(ancestor => ancestor.PluginKind() is not null)];
        if (kinds.Length != 1)
        {
            string found = kinds.Length == 0 ? "none" : string.Join(" and ", kinds.Select(kind => kind.Name));
            Report(MistakeDescriptors.PluginNeedsOneKind, _type.Place(), _type.Name, found);
        }
        else if (!IsReachable(kinds[0]))
        {
            Report(MistakeDescriptors.PluginNeedsOneKind, _type.Place(), _type.Name, $"{kinds[0].Name}, which other files of the assembly can't name");
        }

        return kinds.FirstOrDefault();
    }

    private ImmutableArray<ParameterModel> Parameters(INamedTypeSymbol? kind, INamedTypeSymbol? context)
    {
        IMethodSymbol[] constructors =
            [.. _type.InstanceConstructors.Where(constructor => constructor.DeclaredAccessibility == Accessibility.Public)];
        if (_type.IsAbstract || _type.IsGenericType || !IsReachable(_type) || constructors.Length != 1 || !IsCallable(constructors[0]))
        {
            Report(MistakeDescriptors.PluginMustBeConstructible, _type.Place(), _type.Name);
            return [];
        }

        IParameterSymbol[] options = [.. constructors[0].Parameters.Where(IsOptions)];
        if (options.Length > 1)
        {
            Report(MistakeDescriptors.OneOptionsParameter, _type.Place(), _type.Name);
        }

        foreach (IParameterSymbol parameter in constructors[0].Parameters.Where(LooksLikeOptions))
        {
            Report(MistakeDescriptors.ParameterIsNotOptions, parameter.Place(), parameter.Type.Name, _type.Name);
        }

        IEnumerable<IPropertySymbol> properties = options.SelectMany(parameter => parameter.Type.GetMembers().OfType<IPropertySymbol>());
        foreach ((string name, string _) in properties.Where(property => !property.IsStatic).SelectMany(property => IncludedOptions.Keys(property)).Where(IsTypeKey))
        {
            Report(
                MistakeDescriptors.NameIsTaken,
                options[0].Place(),
                $"{options[0].Type.Name}.{name}",
                "the key 'type' picks the plugin");
        }

        foreach (IParameterSymbol parameter in constructors[0].Parameters.Where(parameter => parameter.Type.IsPluginContext() && !IsContext(parameter)))
        {
            Report(
                MistakeDescriptors.ContextOfAnotherKind,
                parameter.Place(),
                parameter.Type.Name,
                _type.Name,
                kind?.PluginKind() ?? "",
                context is null ? "without a context" : $"with a {context.Name}");
        }

        return [.. constructors[0].Parameters.Select(Parameter)];

        bool IsContext(IParameterSymbol parameter) => SymbolEqualityComparer.Default.Equals(parameter.Type, context);

        ParameterModel Parameter(IParameterSymbol parameter) => new(
            parameter.Type.WithNullableAnnotation(NullableAnnotation.NotAnnotated).QualifiedName(),
            IsOptions(parameter) ? ParameterSource.Options : IsContext(parameter) ? ParameterSource.Context : ParameterSource.Service,
            parameter.NullableAnnotation == NullableAnnotation.Annotated);
    }

    /// <summary>Whether the options have their generated part. Where they have not, the mistakes of the record are reported at its place.</summary>
    private bool HasGeneratedOptions() => _type.InstanceConstructors
        .SelectMany(constructor => constructor.Parameters)
        .Where(IsOptions)
        .All(parameter => OptionsParser.IsGenerated((INamedTypeSymbol)parameter.Type, _cancellation));

    private void Report(DiagnosticDescriptor mistake, Location place, params object[] arguments) =>
        _mistakes.Add(Diagnostic.Create(mistake, place, arguments));

    private static bool IsOptions(IParameterSymbol parameter) => parameter.Type.HasAttribute(ContractNames.PluginOptionsAttribute);

    /// <summary>Services are interfaces for the most part; a record, or a type called options, was meant as the plugin's options.</summary>
    private static bool LooksLikeOptions(IParameterSymbol parameter) =>
        !IsOptions(parameter)
        && !parameter.Type.IsPluginContext()
        && parameter.Type is INamedTypeSymbol { TypeKind: TypeKind.Class or TypeKind.Struct } type
        && (type.IsRecord || type.Name.EndsWith("Options", StringComparison.Ordinal));

    /// <summary>Whether an option's key is the one that picks the plugin.</summary>
    private static bool IsTypeKey((string Name, string Key) option) => option.Key.Equals("type", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether the catalogue can call the constructor with options, context and services, and no required members are left unset then.</summary>
    private static bool IsCallable(IMethodSymbol constructor) =>
        constructor.Parameters.All(parameter => parameter.RefKind == RefKind.None
            && parameter.Type is not (IPointerTypeSymbol or IFunctionPointerTypeSymbol) && !parameter.Type.IsRefLikeType)
        && (constructor.HasAttribute("System.Diagnostics.CodeAnalysis.SetsRequiredMembersAttribute")
            || !constructor.ContainingType.AndBases().SelectMany(type => type.GetMembers())
                .Any(member => member is IPropertySymbol { IsRequired: true } or IFieldSymbol { IsRequired: true }));

    /// <summary>Whether the catalogue, another type of the assembly, can name the type.</summary>
    private static bool IsReachable(INamedTypeSymbol type) =>
        !type.IsFileLocal
        && type.DeclaredAccessibility is not (Accessibility.Private or Accessibility.Protected or Accessibility.ProtectedAndInternal)
        && (type.ContainingType is null || IsReachable(type.ContainingType));
}
