namespace MmoePipeline.Tasks;

/// <summary>What a task's loss is computed from.</summary>
/// <param name="Logits">The task's columns of the model's output: <c>[batch, Outputs]</c>.</param>
/// <param name="Targets"><c>[batch]</c>; NaN where a row has no label, which only tasks that encode missing labels get.</param>
/// <param name="Weights"><c>[batch]</c>, finite and not negative; null where the task names no column of weights.</param>
public readonly record struct TaskBatch(torch.Tensor Logits, torch.Tensor Targets, torch.Tensor? Weights = null);
