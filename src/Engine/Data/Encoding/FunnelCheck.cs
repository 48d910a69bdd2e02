using MmoePipeline.Engine.Data.Batches;
using MmoePipeline.Events;
using MmoePipeline.Modeling;
using MmoePipeline.Tasks;

namespace MmoePipeline.Engine.Data.Encoding;

/// <summary>Counts the rows whose labels contradict the funnel that the network takes its tasks for.</summary>
internal static class FunnelCheck
{
    /// <summary>The counts of each step of the funnel.</summary>
    /// <param name="funnel">The network's funnel.</param>
    /// <param name="tasks">The tasks.</param>
    /// <param name="table">The rows.</param>
    public static ImmutableArray<FunnelContradictions> Of(ImmutableArray<FunnelStep> funnel, ImmutableArray<ITask> tasks, EncodedTable table) =>
    [
        .. funnel.Select(step => new FunnelContradictions(
            tasks[step.Earlier].Name,
            tasks[step.Later].Name,
            Count(table.Training, step),
            Count(table.Validation, step),
            Count(table.Test, step))),
    ];

    private static long Count(EncodedRows rows, FunnelStep step)
    {
        ReadOnlySpan<float> earlier = rows.Targets[step.Earlier].Values;
        ReadOnlySpan<float> later = rows.Targets[step.Later].Values;
        long count = 0;
        for (int row = 0; row < earlier.Length; row++)
        {
            count += later[row] == 1 && earlier[row] == 0 ? 1 : 0;
        }

        return count;
    }
}
