using MmoePipeline.Composition;

namespace MmoePipeline.Configuration;

/// <summary>All that the host knows of a plugin; made by generated code, without reflection.</summary>
public sealed record PluginDescriptor
{
    /// <summary>The kind's name, for instance <c>gate-regularizer</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>The interface or abstract class that is marked as the kind.</summary>
    public required Type KindType { get; init; }

    /// <summary>The plugin's name in configurations.</summary>
    public required string Name { get; init; }

    /// <summary>The plugin's class.</summary>
    public required Type Type { get; init; }

    /// <summary>The summary of the class's doc comment, as plain text on one line; empty where there is none.</summary>
    public required string Summary { get; init; }

    /// <summary>
    /// The remarks of the class's doc comment: paragraphs with an empty line between, code in backticks; empty where there are none.
    /// </summary>
    public string Remarks { get; init; } = "";

    /// <summary>The plugin's options; null for a plugin without options.</summary>
    public required OptionsDescriptor? Options { get; init; }

    /// <summary>
    /// Reads the plugin's options from its section and reports every problem to the section; null for a plugin without
    /// options. The result is valid only where no problem was reported.
    /// </summary>
    public required Func<OptionsSection, object?> Bind { get; init; }

    /// <summary>The type of the context that plugins of the kind are constructed with; null for a kind without one.</summary>
    public Type? ContextType { get; init; }

    /// <summary>
    /// Constructs the plugin from its bound options, its kind's context and the host's services. <see cref="Construction.PluginActivator"/> calls it.
    /// </summary>
    public required Func<object?, PluginContext?, IServiceProvider, object> Create { get; init; }
}
