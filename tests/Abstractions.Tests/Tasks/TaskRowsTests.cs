using MmoePipeline.Tasks;

namespace MmoePipeline.Abstractions.Tests.Tasks;

public sealed class TaskRowsTests
{
    [Fact]
    public void Labelled_rows_keep_all_that_is_theirs()
    {
        TaskRows labelled = new TaskRows([1, 2, 3, 4, 5, 6], [7, float.NaN, 8]) { Weights = [0.5f, 1, 2], Groups = [4, 5, 4] }.Labelled();
        Assert.Equal([1, 2, 5, 6], labelled.Logits.ToArray());
        Assert.Equal([7, 8], labelled.Targets.ToArray());
        Assert.Equal([0.5f, 2], labelled.Weights.ToArray());
        Assert.Equal([4, 4], labelled.Groups.ToArray());
    }

    [Fact]
    public void What_a_task_does_not_name_stays_empty()
    {
        TaskRows labelled = new TaskRows([1, 2], [float.NaN, 8]).Labelled();
        Assert.Equal([2f], labelled.Logits.ToArray());
        Assert.True(labelled.Weights.IsEmpty);
        Assert.True(labelled.Groups.IsEmpty);
    }

    [Fact]
    public void Rows_that_all_have_labels_are_not_copied()
    {
        float[] logits = [1, 2];
        Assert.True(new TaskRows(logits, [0, 1]).Labelled().Logits == logits);
    }
}
