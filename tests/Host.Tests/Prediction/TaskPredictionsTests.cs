using MmoePipeline.Inference.Prediction;
using MmoePipeline.Plugins.Tasks.Binary;
using MmoePipeline.Plugins.Tasks.Multiclass;
using MmoePipeline.Tasks;

namespace MmoePipeline.Host.Tests.Prediction;

public sealed class TaskPredictionsTests
{
    [Fact]
    public void Two_columns_of_one_name_are_told()
    {
        ImmutableArray<ITask> tasks =
        [
            new BinaryTask(new() { Name = "row", Label = "a" }), new MulticlassTask(new() { Name = "kind", Label = "b", Classes = ["x", "y"] }),
        ];
        Assert.Empty(TaskPredictions.Problems([("id", "--keep")], tasks));
        Assert.Equal(
            [
                "tasks.0.name: the predictions would have two columns 'row'; the other is of run.predictions.",
                "tasks.1.name: the predictions would have two columns 'kind.y'; the other is of --keep.",
                "--keep: the predictions would have two columns 'id'; the other is of --keep.",
            ],
            TaskPredictions.Problems([("row", "run.predictions"), ("kind.y", "--keep"), ("id", "--keep"), ("id", "--keep")], tasks));
    }
}
