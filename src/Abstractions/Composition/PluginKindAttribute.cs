namespace MmoePipeline.Composition;

/// <summary>
/// Marks an interface or abstract class as a kind of plugin. A kind whose plugins are constructed with a context implements
/// <see cref="IRequiresContext{TContext}"/> of it.
/// </summary>
/// <param name="name">The kind's name in messages, documentation and the schema: kebab-case.</param>
[AttributeUsage(AttributeTargets.Interface | AttributeTargets.Class, Inherited = false)]
public sealed class PluginKindAttribute(string name) : Attribute
{
    /// <summary>The kind's name.</summary>
    public string Name { get; } = name;

    /// <summary>
    /// Whether what a plugin of this kind is a part of disposes of it, such as a network of its modules; otherwise the
    /// <see cref="Construction.PluginActivator"/> does.
    /// </summary>
    public bool HasOwner { get; init; }
}
