using Microsoft.Extensions.Logging;
using MmoePipeline.Modeling;
using MmoePipeline.Probing;
using MmoePipeline.Resuming;

namespace MmoePipeline.Engine.Probing;

/// <summary>A probe that is switched off when it throws: it is told as a warning, and the run goes on without it.</summary>
/// <param name="name">The plugin's name.</param>
/// <param name="path">Its path in the configuration.</param>
/// <param name="probe">The probe, which it owns.</param>
/// <param name="clock">How far training has come.</param>
/// <param name="logger">Is told.</param>
internal sealed class GuardedProbe(string name, string path, Probe probe, ITrainingClock clock, ILogger logger)
    : IResumable, IDisposable
{
    /// <summary>The plugin's name.</summary>
    public string Name => name;

    /// <summary>Its path in the configuration.</summary>
    public string Path => path;

    /// <summary>The probe.</summary>
    public Probe Probe => probe;

    /// <summary>Why it was switched off; null while it is on.</summary>
    public string? WhyOff { get; private set; }

    /// <summary>Calls the probe, if it is still on.</summary>
    /// <param name="hook">The method's name.</param>
    /// <param name="call">The call.</param>
    /// <param name="otherwise">What counts where it is off.</param>
    public T Ask<T>(string hook, Func<Probe, T> call, T otherwise)
    {
        if (WhyOff is not null)
        {
            return otherwise;
        }

        try
        {
            return call(probe);
        }
        catch (Exception exception)
        {
            SwitchOff(hook, exception);
            return otherwise;
        }
    }

    /// <inheritdoc cref="Ask{T}"/>
    public void Tell(string hook, Action<Probe> call) => Ask(
        hook,
        asked =>
        {
            call(asked);
            return true;
        },
        false);

    /// <inheritdoc/>
    public void ExchangeState(StateExchange state)
    {
        if (!state.IsLoading && probe is IResumable saved)
        {
            // One that fails is off from here on, in the checkpoint, too.
            Tell(nameof(IResumable.ExchangeState), _ => state.Part("probe", saved.ExchangeState));
        }

        string whyOff = state.Exchange("whyOff", WhyOff ?? "");
        WhyOff = whyOff.Length == 0 ? null : whyOff;
        if (state.IsLoading && WhyOff is null && probe is IResumable loaded)
        {
            state.Part("probe", loaded.ExchangeState);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        try
        {
            (probe as IDisposable)?.Dispose();
        }
        catch (Exception exception)
        {
            SwitchOff(nameof(Dispose), exception);
        }
    }

    private void SwitchOff(string hook, Exception exception)
    {
        string message = exception.Message.Trim().Split('\n')[0].TrimEnd();
        WhyOff = $"the probe '{name}' of {probe.GetType().Assembly.ManifestModule.ScopeName} failed in {hook} after step {clock.Step} "
            + $"with {exception.GetType().Name}: {message}";
        logger.LogDebug(exception, "a probe failed");
        logger.LogWarning(PluginCodes.ProbeOff + " {Path}: {Reason}; it is switched off, and the run continues", path, WhyOff);
    }
}
