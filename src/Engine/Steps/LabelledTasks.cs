using MmoePipeline.Engine.Data.Batches;
using TorchSharp;

namespace MmoePipeline.Engine.Steps;

/// <summary>The tasks of which a batch has labels.</summary>
internal static class LabelledTasks
{
    private static readonly Scalar Zero = 0;

    /// <summary>Whether each task has a row with a label and a positive weight; nothing waits for the device.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="weightOfTask">The column of each task's weights; null for a task without.</param>
    /// <returns><c>[tasks]</c>, float32: 1 for a task that has one, otherwise 0.</returns>
    public static torch.Tensor Of(Batch batch, int?[] weightOfTask)
    {
        torch.Tensor isLabelled = batch.Targets.isnan().logical_not();
        if (batch.Weights is not { } weights)
        {
            return isLabelled.any(0).to(torch.float32);
        }

        torch.Tensor[] columns =
        [
            .. weightOfTask.Select((weight, task) => weight is { } column
                ? isLabelled.select(1, task).logical_and(weights.select(1, column).gt(Zero)).any()
                : isLabelled.select(1, task).any()),
        ];
        return torch.stack(columns).to(torch.float32);
    }
}
