using MmoePipeline.Composition;
using MmoePipeline.Modeling;

namespace MmoePipeline.Plugins.Architectures.Home;

/// <summary>Hierarchy of multi-gate experts: normalized experts for all tasks, for groups of like tasks, and for each task.</summary>
/// <remarks>
/// <para>
/// Wang, Cao, Fu, Gai, Zhou: HoME: Hierarchy of Multi-Gate Experts for Multi-Task Learning at Kuaishou, arXiv:2408.05430, 2024.
/// The first level has shared experts and experts of each group (a meta category of tasks): a group's part z_c mixes its own
/// and the shared ones, the shared part z_s mixes all. In the second level, shared experts read z_s, experts of groups and
/// tasks read their group's z_c; a task mixes shared experts, those of its group and its own, with gates that read z_c and z_s.
/// What a group or task does not belong to, its mixture doesn't see: the hierarchy's mask.
/// </para>
/// <para>
/// Experts are <c>swish(batchnorm(mlp(x * 2 sigmoid(x B A))))</c> with a low-rank feature gate for each; to each mixture is
/// added what a self gate (softmax, or for one expert sigmoid) makes of the mixture's own experts. The maps A and B have biases here, in the
/// paper's formula they have none.
/// </para>
/// <para>
/// When to use it: with many tasks that fall into groups (watching, interacting, buying), where gates collapse onto a few
/// experts or experts of rare tasks starve. It needs batches of some hundred rows, because experts are normalized over the
/// batch. The experts belong to the architecture: the experts' options are its own.
/// </para>
/// </remarks>
[Plugin("home")]
public sealed class Home(HomeOptions options) : IArchitecture
{
    /// <inheritdoc/>
    public MultiTaskModel Build(ModelContext context) => new HomeModel(options, context);
}
