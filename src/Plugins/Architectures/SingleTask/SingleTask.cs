using MmoePipeline.Composition;
using MmoePipeline.Modeling;

namespace MmoePipeline.Plugins.Architectures.SingleTask;

/// <summary>A network for each task, embedding included: nothing is shared.</summary>
/// <remarks>
/// <para>
/// Each network is a mixture of experts of its own with one gate, <c>y_k = h_k(sum_i g_k(x_k)_i f_ki(x_k))</c> with <c>x_k</c>
/// from the task's own embedding table; with one expert it is a plain perceptron.
/// </para>
/// <para>
/// When to use it: as the reference for negative transfer: a task that it predicts better than a network of the same parts that
/// tasks share is harmed by sharing. It has as many times the parameters as there are tasks.
/// </para>
/// </remarks>
[Plugin("single-task")]
public sealed class SingleTask(SingleTaskOptions options) : IArchitecture
{
    /// <inheritdoc/>
    public MultiTaskModel Build(ModelContext context) => new SingleTaskModel(options, context);
}
