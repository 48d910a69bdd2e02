using Microsoft.CodeAnalysis.Text;
using MmoePipeline.Generators.Model;
using MmoePipeline.Generators.Naming;

namespace MmoePipeline.Generators.Emission;

/// <summary>Writes the other part of an options record: keys, binder, writer and descriptor.</summary>
internal sealed class OptionsEmitter
{

    private const string Contract = ContractAlias.Name + "::";

    private readonly SourceWriter _source = new(ContractAlias.Using(ContractNames.Configuration));
    private readonly OptionsModel _model;
    private readonly string _keys;
    private readonly string _description;

    private OptionsEmitter(OptionsModel model)
    {
        var names = new FreeNames([.. model.MemberNames, model.Name]);
        (_model, _keys, _description) = (model, names.Take("Keys"), names.Take("Description"));
    }

    /// <summary>The file.</summary>
    public static SourceText Emit(OptionsModel model)
    {
        var emitter = new OptionsEmitter(model);
        emitter.File();
        return emitter._source.ToSourceText();
    }

    private void File()
    {
        if (_model.Namespace.Length > 0)
        {
            _source.Line($"namespace {_model.Namespace};");
            _source.Line();
        }

        foreach (string container in _model.Containers)
        {
            _source.Open(container);
        }

        _source.Open($"partial record {_model.Name} : {Contract}IBindableOptions<{_model.Name}>");
        DefaultConstructor();
        BindingConstructor();
        Members();
        Keys();
        Description();
        _source.CloseAll();
    }

    private void DefaultConstructor()
    {
        if (!_model.HasConstructor)
        {
            _source.Line("/// <summary>Options at their defaults.</summary>");
            _source.Open($"public {_model.Name}()");
            _source.Close();
            _source.Line();
        }
    }

    /// <summary>
    /// A constructor runs the property initialisers and may set init-only properties: what the section lacks keeps its
    /// default.
    /// </summary>
    private void BindingConstructor()
    {
        bool leavesRequired = _model.Options.Any(option => option.IsRequired);
        if (leavesRequired)
        {
            _source.Line("#pragma warning disable CS8618 // Where a required option is missing, the section has the problem and nobody gets the record.");
            _source.Line("[global::System.Diagnostics.CodeAnalysis.SetsRequiredMembers]");
        }

        Obsolete();
        _source.Open($"private {_model.Name}({Contract}OptionsSection section)");
        if (leavesRequired)
        {
            _source.Line("#pragma warning restore CS8618");
        }

        _source.List("section.RefuseOthers(", [.. _model.Options.Select(Known)], ");");
        var locals = new FreeNames(["section"]);
        foreach (OptionModel option in _model.Options.Where(option => !option.IsIncluded))
        {
            string local = locals.Take(option.Key);
            _source.Open($"if (section.Read({_keys}.{option.Property}, out {option.Type.TypeName} {local}))");
            _source.Line($"this.{option.Property} = {local};");
            _source.Close();
            _source.Line();
        }

        OptionModel[] included = [.. _model.Options.Where(option => option.IsIncluded)];
        foreach (OptionModel option in included)
        {
            _source.Line($"this.{option.Property} = section.Include<{option.Type.TypeName}>();");
        }

        if (_model.HasValidation || included.Length > 0)
        {
            _source.Line($"section.Check({(_model.HasValidation ? "this.Validate" : "")});");
        }

        _source.Close();
        _source.Line();
    }

    private string Known(OptionModel option) =>
        option.IsIncluded ? $".. {Contract}Forms.OptionForms.OptionsIn<{option.Type.TypeName}>()" : $"{_keys}.{option.Property}";

    private string Described(OptionModel option) =>
        option.IsIncluded ? $".. {option.Type.TypeName}.Descriptor.Options" : $"{_keys}.{option.Property}.Describe(defaults.{option.Property})";

    /// <summary>What uses obsolete options is obsolete itself: the compiler refuses it otherwise where the attribute says so.</summary>
    private void Obsolete()
    {
        if (_model.HasObsoleteOptions)
        {
            _source.Line("[global::System.Obsolete]");
        }
    }

    private void Members()
    {
        _source.Line("/// <inheritdoc/>");
        _source.Line($"public static {Contract}OptionsDescriptor Descriptor => {_description}.Value;");
        _source.Line();
        _source.Line("/// <inheritdoc/>");
        _source.Line($"public static {_model.Name} Bind({Contract}OptionsSection section) => new(section);");
        _source.Line();
        Obsolete();
        _source.Open($"void {Contract}IPluginOptions.Write({Contract}OptionsWriter writer)");
        foreach (OptionModel option in _model.Options)
        {
            _source.Line(option.IsIncluded
                ? $"(({Contract}IPluginOptions)this.{option.Property}).Write(writer);"
                : $"writer.Write({_keys}.{option.Property}, this.{option.Property});");
        }

        _source.Close();
        _source.Line();
    }

    private void Keys()
    {
        _source.Open($"private static class {_keys}");
        foreach (OptionModel option in _model.Options.Where(option => !option.IsIncluded))
        {
            string[] members =
            [
                .. option.Documentation.Summary.Length == 0 ? [] : new[] { $"Summary = {Literal.Text(option.Documentation.Summary)}," },
                .. option.Documentation.Remarks.Length == 0 ? [] : new[] { $"Remarks = {Literal.Text(option.Documentation.Remarks)}," },
                .. option.IsRequired ? new[] { "IsRequired = true," } : [],
            ];
            var key = new CallExpression(
                $"public static readonly {Contract}OptionKey<{option.Type.TypeName}> {option.Property} = new",
                [new(Literal.Text(option.Key)), FormExpression.Of(option.Type, option.Rules, option.ItemRules)]);
            _source.Call(key, members.Length == 0 ? ";" : "");
            if (members.Length > 0)
            {
                _source.Open();
                foreach (string member in members)
                {
                    _source.Line(member);
                }

                _source.Close(";");
            }

            _source.Line();
        }

        _source.Close();
        _source.Line();
    }

    /// <summary>In a class of its own, so that defaults are turned into JSON only for those who ask for the descriptor.</summary>
    private void Description()
    {
        Obsolete();
        _source.Open($"private static class {_description}");
        _source.Line($"public static {Contract}OptionsDescriptor Value {{ get; }} = Of(new {_model.Name}({Contract}OptionsSection.CreateEmpty()));");
        _source.Line();
        _source.Line($"private static {Contract}OptionsDescriptor Of({_model.Name} defaults) => new(");
        _source.Indent();
        _source.Line($"typeof({_model.Name}),");
        _source.Line($"{Literal.Text(_model.Documentation.Summary)},");
        _source.List("", [.. _model.Options.Select(Described)], ");");
        _source.Outdent();
        _source.Close();
    }
}
