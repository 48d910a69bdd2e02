using MmoePipeline.Configuration;
using MmoePipeline.Runs.Plugins.Trust;

namespace MmoePipeline.Runs.Plugins;

/// <summary>
/// Reports a plugin's code that does not return from being loaded or constructed. A thread can't be ended from outside, and tensors belong to the
/// thread that made them, so nobody can continue without the plugin: the program ends then.
/// </summary>
/// <param name="limit">How long it may take.</param>
/// <param name="exceeded">Gets the problem, on a thread of its own; null where there is no limit.</param>
internal sealed class ConstructionLimit(TimeSpan limit, Action<Problem>? exceeded)
{
    /// <summary>Calls a plugin's code.</summary>
    /// <param name="what">What it is: <c>expert 'sine' of Sine.dll</c>.</param>
    /// <param name="construct">The code.</param>
    public T Within<T>(string what, Func<T> construct)
    {
        if (exceeded is null)
        {
            return construct();
        }

        using var isDone = new ManualResetEventSlim();

        // A thread of its own: those of the pool may all be taken, and by the very code that is watched.
        var watch = new Thread(() =>
        {
            if (!isDone.Wait(limit))
            {
                exceeded(Message(what));
            }
        })
        { IsBackground = true, Name = "construction limit" };
        watch.Start();
        try
        {
            return construct();
        }
        finally
        {
            isDone.Set();
            watch.Join();
        }
    }

    /// <summary>The plugin with the limit on its construction.</summary>
    public PluginDescriptor Limit(PluginDescriptor plugin, string file)
    {
        string what = $"the constructor of {plugin.Kind} '{plugin.Name}' of {Path.GetFileName(file)}";
        return plugin with { Create = (options, context, services) => Within(what, () => plugin.Create(options, context, services)) };
    }

    private Problem Message(string what) => new(
        LoadingCodes.ConstructionLimit, "", $"{what} did not return within {limit.TotalSeconds:0.###} s; plugins.constructionLimit gives it more time.");
}
