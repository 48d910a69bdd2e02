namespace MmoePipeline.Composition;

/// <summary>
/// Makes a class a plugin that a configuration picks by <c>"type": "name"</c>. The plugin's kind is that of the one
/// interface or class marked <see cref="PluginKindAttribute"/> which it implements or extends, so the two can't disagree.
/// </summary>
/// <remarks>
/// The class needs one public constructor. It is called once for an instance, and its parameters, in any order, are all that the plugin needs: its
/// options (a record marked <see cref="PluginOptionsAttribute"/>), its kind's context (the type that the kind names by
/// <see cref="IRequiresContext{TContext}"/>) and services of the host. Each of them may be left out.
/// </remarks>
/// <param name="name">The name in configurations: kebab-case, unique within the kind.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class PluginAttribute(string name) : Attribute
{
    /// <summary>The name in configurations.</summary>
    public string Name { get; } = name;
}
