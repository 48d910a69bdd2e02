namespace MmoePipeline.Generators.Model;

/// <summary>Where the argument of a plugin's constructor comes from.</summary>
internal enum ParameterSource
{
    /// <summary>The host's services.</summary>
    Service,

    /// <summary>The configuration: the plugin's options.</summary>
    Options,

    /// <summary>The context that the plugin's kind is constructed with.</summary>
    Context,
}
