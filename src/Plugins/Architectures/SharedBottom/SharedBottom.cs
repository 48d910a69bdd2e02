using MmoePipeline.Composition;
using MmoePipeline.Modeling;

namespace MmoePipeline.Plugins.Architectures.SharedBottom;

/// <summary>Shared bottom: all tasks' towers read one representation.</summary>
/// <remarks>
/// <para>
/// <c>y_k = h_k(mean_i f_i(x))</c>. Caruana: Multitask Learning, Machine Learning 28, 1997; equation 1 of Ma et al., KDD 2018. With
/// several networks the bottom is their mean: a mixture of experts of the same capacity whose gates can't choose, so that the
/// difference between the two is what the gates bring.
/// </para>
/// <para>When to use it: closely related tasks, and as the reference that any other architecture has to beat.</para>
/// </remarks>
[Plugin("shared-bottom")]
public sealed class SharedBottom(SharedBottomOptions options) : IArchitecture
{
    /// <inheritdoc/>
    public MultiTaskModel Build(ModelContext context) => new SharedBottomModel(options, context);
}
