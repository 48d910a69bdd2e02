using Microsoft.Extensions.Logging;
using MmoePipeline.Composition;
using MmoePipeline.Events;
using MmoePipeline.Optimization;
using MmoePipeline.Probing;
using TorchSharp;

namespace MmoePipeline.Host.Plugins;

/// <summary>Disposes of the plugins that nothing else owns when the services of a run are disposed of, the newest first.</summary>
/// <param name="logger">Gets what plugins throw then; the run is over, so that changes nothing.</param>
internal sealed class PluginOwner(ILogger<PluginOwner> logger) : IPluginOwner, IDisposable
{
    private readonly Stack<IDisposable> _owned = [];

    /// <inheritdoc/>
    public void Own(object plugin)
    {
        if (plugin is IDisposable owned and not (torch.nn.Module or ParameterOptimizer or Probe or IEventHandler))
        {
            lock (_owned)
            {
                _owned.Push(owned);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        while (_owned.TryPop(out IDisposable? plugin))
        {
            try
            {
                plugin.Dispose();
            }
            catch (Exception exception)
            {
                logger.LogWarning(
                    PluginCodes.DisposalFailed + " {Plugin} failed when it was disposed of, with {Type}: {Message}",
                    plugin.GetType().FullName,
                    exception.GetType().Name,
                    exception.Message.ReplaceLineEndings(" "));
            }
        }
    }
}
