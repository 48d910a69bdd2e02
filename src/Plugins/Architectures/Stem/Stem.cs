using MmoePipeline.Composition;
using MmoePipeline.Modeling;

namespace MmoePipeline.Plugins.Architectures.Stem;

/// <summary>Shared and task-specific embeddings: each task has a table and experts of its own, which other tasks read but don't train.</summary>
/// <remarks>
/// <para>
/// Su, Pan, Wang, Zhao, Wang, Xiao, Jiang: STEM: Unleashing the Power of Embeddings for Multi-Task Recommendation, AAAI 2024:
/// all-forward task-specific-backward gating. Task k's representation is <c>sum_i g_ki e_ki(x_k) + sum_i g_ki e_si(x_s) + sum
/// over other tasks j and i of g_kji stop(e_ji(x_j))</c>, with the task's own embedding x_k, the shared one x_s, and a
/// stop-gradient on what belongs to other tasks. Gates read <c>x_k + x_s</c>.
/// </para>
/// <para>
/// When to use it: where the gradient conflict begins in the embedding, because one vector can't say how a user likes to click and how
/// to buy. It has one more table for each task.
/// </para>
/// </remarks>
[Plugin("stem")]
public sealed class Stem(StemOptions options) : IArchitecture
{
    /// <inheritdoc/>
    public MultiTaskModel Build(ModelContext context) => new StemModel(options, context);
}
