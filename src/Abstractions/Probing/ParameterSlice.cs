using MmoePipeline.Modeling.Layers;

namespace MmoePipeline.Probing;

/// <summary>A parameter, or the part of it that belongs to one of several units side by side.</summary>
/// <param name="Index">The parameter's place in <see cref="SharedParameterGroups.Parameters"/>.</param>
/// <param name="Units">The module that holds the parameter for several units; null for the whole parameter.</param>
/// <param name="Unit">The unit.</param>
public sealed record ParameterSlice(int Index, IParallelUnits? Units = null, int Unit = 0)
{
    /// <summary>Selects the part of a tensor of the parameter's shape, such as the parameter itself or its gradient.</summary>
    /// <param name="values">The parameter's shape.</param>
    /// <returns>A view, or a copy where there can be none, of no particular shape.</returns>
    public torch.Tensor SelectFrom(torch.Tensor values) => Units is null ? values : Units.PerUnit(values).select(0, Unit);
}
