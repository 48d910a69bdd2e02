namespace MmoePipeline.Modeling.Experts;

/// <summary>
/// Several experts of one kind that read the same input, computed in one go. An author who doesn't batch uses
/// <see cref="LoopedExpertBank"/>.
/// </summary>
/// <param name="name">The module's name.</param>
/// <param name="count">The number of experts; at least 1.</param>
/// <param name="outputWidth">The width of an expert's output.</param>
public abstract class ExpertBank(string name, int count, int outputWidth) : torch.nn.Module(name)
{
    /// <summary>The number of experts.</summary>
    public int Count { get; } = count;

    /// <summary>The width of an expert's output.</summary>
    public int OutputWidth { get; } = outputWidth;

    /// <summary>Computes all experts.</summary>
    /// <param name="input"><c>[batch, input width]</c>.</param>
    /// <returns><c>[Count, batch, OutputWidth]</c>, owned by the enclosing dispose scope.</returns>
    public abstract torch.Tensor Forward(torch.Tensor input);
}
