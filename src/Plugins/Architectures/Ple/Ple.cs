using MmoePipeline.Composition;
using MmoePipeline.Modeling;

namespace MmoePipeline.Plugins.Architectures.Ple;

/// <summary>Progressive layered extraction: levels of shared and task-specific experts, kept apart level by level.</summary>
/// <remarks>
/// <para>
/// Tang, Liu, Zhao, Gong: Progressive Layered Extraction (PLE): A Novel Multi-Task Learning (MTL) Model for Personalized
/// Recommendations, RecSys 2020, equations 5 to 7: at level j task k gets <c>g_kj(x) = w_kj(g_k,j-1(x)) S_kj(x)</c>, where the
/// rows of <c>S_kj</c> are its own and the shared experts' outputs, and the shared experts of the next level read a mixture of
/// all.
/// </para>
/// <para>
/// When to use it: where tasks are loosely related and pull shared experts in opposite directions (the seesaw), and one level
/// (<c>cgc</c>) is not enough.
/// </para>
/// </remarks>
[Plugin("ple")]
public sealed class Ple(PleOptions options) : IArchitecture
{
    /// <inheritdoc/>
    public MultiTaskModel Build(ModelContext context) => new PleModel(options, context);
}
