namespace MmoePipeline.Configuration;

/// <summary>Options, whatever their record. Implemented by generated code.</summary>
public interface IPluginOptions
{
    /// <summary>Writes every option with its value, defaults included: the members of a JSON object.</summary>
    void Write(OptionsWriter writer);
}
