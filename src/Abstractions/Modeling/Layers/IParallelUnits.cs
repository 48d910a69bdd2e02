namespace MmoePipeline.Modeling.Layers;

/// <summary>
/// A module whose parameters hold those of several units side by side, such as the experts of a bank. Who implements it lets probes
/// distinguish the units.
/// </summary>
public interface IParallelUnits
{
    /// <summary>The number of units.</summary>
    int Units { get; }

    /// <summary>Splits values of the shape of any of the module's own parameters.</summary>
    /// <param name="values">A parameter, its gradient, its update.</param>
    /// <returns><c>[Units, ...]</c>.</returns>
    torch.Tensor PerUnit(torch.Tensor values);
}
