using MmoePipeline.Composition;
using MmoePipeline.Modeling;

namespace MmoePipeline.Plugins.Architectures.Cgc;

/// <summary>Customized gate control: shared experts, and experts of each task's own, mixed by the task's gate.</summary>
/// <remarks>
/// <para>
/// Tang, Liu, Zhao, Gong: Progressive Layered Extraction (PLE): A Novel Multi-Task Learning (MTL) Model for Personalized
/// Recommendations, RecSys 2020, equations 1 to 4: <c>g_k(x) = softmax(W_k x) S_k(x)</c>, where the rows of <c>S_k</c> are the
/// outputs of the task's own and the shared experts.
/// </para>
/// <para>
/// When to use it: where tasks pull shared experts in opposite directions: what only one task needs has a place that the others
/// can't disturb. It is one level of <c>ple</c>.
/// </para>
/// </remarks>
[Plugin("cgc")]
public sealed class Cgc(CgcOptions options) : IArchitecture
{
    /// <inheritdoc/>
    public MultiTaskModel Build(ModelContext context) => new CgcModel(options, context);
}
