namespace MmoePipeline.Optimization;

/// <summary>
/// Marks an optimizer that accepts sparse gradients of embedding tables: COO tensors, rows possibly more than once, that hold the rows which a
/// batch looked up, so that the cost of a step does not grow with the table. The host reads it before it builds the network.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class AcceptsSparseGradientsAttribute : Attribute;
