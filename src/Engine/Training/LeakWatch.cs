using Microsoft.Extensions.Logging;
using MmoePipeline.Runs;
using MmoePipeline.Runs.Options;
using MmoePipeline.Runs.Plugins;
using TorchSharp;

namespace MmoePipeline.Engine.Training;

/// <summary>
/// Counts the tensors that live between steps. A step leaves none behind; where each of many steps in a row does, a plugin keeps them, and
/// memory grows without end.
/// </summary>
/// <param name="plan">The run, whose drop-ins are suspected: the program's own plugins are tested for it.</param>
/// <param name="logger">Gets one warning for the whole run.</param>
internal sealed class LeakWatch(RunPlan plan, ILogger logger)
{
    /// <summary>So many steps in a row have to leave tensors behind: histories that fill up and epochs' figures are no leaks.</summary>
    public const int Steps = 64;

    private long _live = long.MaxValue;
    private long _before;
    private int _grown;
    private bool _isReported;

    /// <summary>Called after each step, outside of its dispose scope.</summary>
    /// <param name="step">Steps since the start of the run.</param>
    public void OnStep(long step) => OnStep(step, DisposeScopeManager.Statistics.ThreadTotalLiveCount);

    /// <inheritdoc cref="OnStep(long)"/>
    /// <param name="step">Steps since the start of the run.</param>
    /// <param name="live">How many tensors live.</param>
    public void OnStep(long step, long live)
    {
        if (live <= _live)
        {
            (_grown, _before) = (0, live);
        }
        else if (++_grown == Steps && !_isReported)
        {
            _isReported = true;
            ImmutableArray<PluginUse> dropIns = PluginFaults.DropIns(plan);
            logger.LogWarning(
                TrainingCodes.TensorsLeft + " each of the {Steps} steps up to step {Step} left tensors behind, {Count} in total: memory grows until the run ends; {Suspects}",
                Steps,
                step,
                live - _before,
                dropIns.IsEmpty ? "no drop-in is in this run, so it is the program's mistake" : $"suspected is {string.Join(", or ", dropIns)}");
        }

        _live = live;
    }
}
