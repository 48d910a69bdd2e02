using MmoePipeline.Inference.Prediction;
using MmoePipeline.Plugins.Tasks.Binary;
using MmoePipeline.Plugins.Tasks.Multiclass;
using MmoePipeline.Tasks;

namespace MmoePipeline.Host.Tests.Prediction;

public sealed class TaskPredictionsTests
{
    [Fact]
    public void Two_columns_of_one_name_are_reported()
    {
        ImmutableArray<ITask> tasks =
        [
            new BinaryTask(new() { Name = "row", Label = "a" }), new MulticlassTask(new() { Name = "kind", Label = "b", Classes = ["x", "y"] }),
        ];
        Assert.Empty(TaskPredictions.Problems([("id", "--keep")], tasks));
        ProblemAssert.Equal(
            TaskPredictions.Problems([("row", "run.predictions"), ("kind.y", "--keep"), ("id", "--keep"), ("id", "--keep")], tasks),
            "MMOE6006 tasks.0.name",
            "MMOE6006 tasks.1.name",
            "MMOE6006 --keep");
    }
}
