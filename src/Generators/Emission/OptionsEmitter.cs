using Microsoft.CodeAnalysis.Text;
using MmoePipeline.Generators.Model;
using MmoePipeline.Generators.Parsing;

namespace MmoePipeline.Generators.Emission;

/// <summary>Writes the other part of an options record: binder, validator, writer and descriptor.</summary>
internal static class OptionsEmitter
{
    private const string Section = "global::" + ContractNames.OptionsSection;

    /// <summary>The file's name, unique within the project.</summary>
    public static string HintName(OptionsModel model) =>
        model.TypeName.Replace("global::", "").Replace('<', '{').Replace('>', '}') + ".Options.g.cs";

    /// <summary>The file.</summary>
    public static SourceText Emit(OptionsModel model)
    {
        var source = new SourceWriter();
        int blocks = 1;
        if (model.Namespace.Length > 0)
        {
            source.Line($"namespace {model.Namespace};");
            source.Line();
        }

        foreach (string container in model.Containers)
        {
            source.Open(container);
            blocks++;
        }

        source.Open($"partial record {model.Name} : {ContractNames.Configuration}.IBindableOptions<{model.TypeName}>");
        if (!model.HasConstructor)
        {
            source.Line("/// <summary>Options at their defaults.</summary>");
            source.Open($"public {model.Name}()");
            source.Close();
            source.Line();
        }

        Constructor(source, model);
        Descriptor(source, model);
        Writer(source, model);
        for (; blocks > 0; blocks--)
        {
            source.Close();
        }

        return source.ToSourceText();
    }

    /// <summary>
    /// A constructor runs the property initialisers and may set init-only properties: what the section lacks keeps its
    /// default.
    /// </summary>
    private static void Constructor(SourceWriter source, OptionsModel model)
    {
        source.Line("[global::System.Diagnostics.CodeAnalysis.SetsRequiredMembers]");
        source.Line("#pragma warning disable CS8618 // Where a required option is missing, the section has the problem and nobody gets the record.");
        source.Open($"private {model.Name}({Section} section)");
        source.Line("#pragma warning restore CS8618");
        for (int index = 0; index < model.Options.Count; index++)
        {
            OptionModel option = model.Options[index];
            string value = $"value{index}";
            string read = option.IsRequired ? "ReadRequired" : "Read";
            source.Open($"if (section.{read}<{option.Type.TypeName}>({Literal.Text(option.Key)}, {OptionTypeExpressions.Reader(option.Type)}, out {option.Type.TypeName} {value}))");
            source.Line($"this.{option.Property} = {value};");
            foreach (RuleModel rule in option.Rules)
            {
                source.Line($"section.Check({Literal.Text(option.Key)}, {RuleExpressions.Condition(rule, option.Type, value)}, {Literal.Text(RuleExpressions.Words(rule, option.Type))});");
            }

            source.Close();
            source.Line();
        }

        source.Line($"section.RefuseUnknownKeys({string.Join(", ", model.Options.Select(option => Literal.Text(option.Key)))});");
        if (model.HasValidation)
        {
            source.Open("if (section.IsSound)");
            source.Line("this.Validate(section);");
            source.Close();
        }

        source.Close();
        source.Line();
        source.Line("/// <inheritdoc/>");
        source.Line($"public static {model.TypeName} Bind({Section} section) => new(section);");
        source.Line();
    }

    private static void Descriptor(SourceWriter source, OptionsModel model)
    {
        source.Line("/// <inheritdoc/>");
        source.Line($"public static {ContractNames.Configuration}.OptionsDescriptor Descriptor => Description.Value;");
        source.Line();

        // In a class of its own: static initialisers of the author's part have run when it is first asked for.
        source.Open("private static class Description");
        source.Line($"private static readonly {model.TypeName} Defaults = new({Section}.CreateEmpty());");
        source.Line();
        source.Line($"public static {ContractNames.Configuration}.OptionsDescriptor Value {{ get; }} = new(");
        source.Line($"    typeof({model.TypeName}),");
        source.Line($"    {Literal.Text(model.Documentation.Summary)},");
        source.Line("    [");
        foreach (OptionModel option in model.Options)
        {
            source.Line($"        {OptionDescription(option)},");
        }

        source.Line("    ]);");
        source.Close();
        source.Line();
    }

    private static string OptionDescription(OptionModel option)
    {
        string[] members =
        [
            .. option.Documentation.Remarks.Length == 0 ? [] : new[] { $"Remarks = {Literal.Text(option.Documentation.Remarks)}" },
            .. option.IsRequired ? new[] { "IsRequired = true" } : [],
            .. option.Type is OptionTypeModel.Nullable ? new[] { "IsNullable = true" } : [],
            .. HasDefault(option) ? new[] { $"Default = {Default(option)}" } : [],
        ];
        string description = $"new {ContractNames.Configuration}.OptionDescriptor({Literal.Text(option.Key)}, "
            + $"{OptionTypeExpressions.Description(option.Type, option.Rules)}, {Literal.Text(option.Documentation.Summary)})";
        return members.Length == 0 ? description : $"{description} {{ {string.Join(", ", members)} }}";
    }

    /// <summary>A section has no default of its own: each of its options has one.</summary>
    private static bool HasDefault(OptionModel option) => !option.IsRequired && option.Type is not OptionTypeModel.Section;

    private static string Default(OptionModel option) =>
        $"{ContractNames.Configuration}.OptionsWriter.ToJson<{option.Type.TypeName}>({OptionTypeExpressions.Writer(option.Type)}, Defaults.{option.Property})";

    private static void Writer(SourceWriter source, OptionsModel model)
    {
        source.Open($"void {ContractNames.Configuration}.IPluginOptions.Write({ContractNames.Configuration}.OptionsWriter writer)");
        foreach (OptionModel option in model.Options)
        {
            source.Line($"writer.Write<{option.Type.TypeName}>({Literal.Text(option.Key)}, {OptionTypeExpressions.Writer(option.Type)}, this.{option.Property});");
        }

        source.Close();
    }
}
