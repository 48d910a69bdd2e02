using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using MmoePipeline.Runs.Plugins;

namespace MmoePipeline.Engine;

/// <summary>Registration of the library with a program's services.</summary>
public static class MmoePipelineServices
{
    /// <summary>
    /// Adds <see cref="PluginSet"/> and <see cref="Trainer"/>. The trainer logs to the program's loggers and takes its <see cref="TimeProvider"/>.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <param name="dropInFolders">Folders of plugins that are not built in, whose code the program trusts.</param>
    public static IServiceCollection AddMmoePipeline(this IServiceCollection services, params IEnumerable<string> dropInFolders)
    {
        ArgumentNullException.ThrowIfNull(services);
        string[] folders = [.. dropInFolders];
        services.TryAddSingleton(_ => folders.Length == 0 ? PluginSet.BuiltIn : PluginSet.Load(folders));
        services.TryAddSingleton(provider => new Trainer(
            provider.GetRequiredService<PluginSet>(), provider.GetService<ILoggerFactory>(), provider.GetService<TimeProvider>()));
        return services;
    }
}
