namespace MmoePipeline.Configuration;

/// <summary>Options, whatever their record. Implemented by generated code.</summary>
public interface IPluginOptions
{
    /// <summary>Writes every option with its value, defaults included: the members of a JSON object.</summary>
    void Write(OptionsWriter writer);
}

/// <summary>Implemented by generated code for every record marked <see cref="Composition.PluginOptionsAttribute"/>.</summary>
/// <typeparam name="TSelf">The options record itself.</typeparam>
public interface IBindableOptions<TSelf> : IPluginOptions
    where TSelf : class, IBindableOptions<TSelf>
{
    /// <summary>
    /// Reads a section. Problems are reported to the section, all of them; the result is of use only where there are none.
    /// </summary>
    static abstract TSelf Bind(OptionsSection section);

    /// <summary>Keys, types, defaults, ranges and documentation.</summary>
    static abstract OptionsDescriptor Descriptor { get; }
}
