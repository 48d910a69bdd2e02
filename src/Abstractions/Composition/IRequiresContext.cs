namespace MmoePipeline.Composition;

/// <summary>
/// Implemented by a kind of plugin whose plugins are constructed with a context. A plugin's constructor may take the context, and the compiler
/// checks that <see cref="Construction.PluginActivator"/> is given one of this type.
/// </summary>
/// <typeparam name="TContext">The context's type.</typeparam>
public interface IRequiresContext<TContext>
    where TContext : PluginContext;
