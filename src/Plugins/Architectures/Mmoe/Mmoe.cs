using MmoePipeline.Composition;
using MmoePipeline.Modeling;

namespace MmoePipeline.Plugins.Architectures.Mmoe;

/// <summary>Multi-gate mixture of experts: shared experts, and for each task a gate that weighs them.</summary>
/// <remarks>
/// <para>
/// <c>y_k = h_k(sum_i g_k(x)_i f_i(x))</c> with <c>g_k(x) = softmax(W_k x)</c>. Ma, Zhao, Yi, Chen, Hong, Chi: Modeling Task
/// Relationships in Multi-task Learning with Multi-gate Mixture-of-Experts, KDD 2018, equations 5 to 7.
/// </para>
/// <para>
/// When to use it: tasks that have much in common, but not everything. Where they still pull experts apart, <c>cgc</c> and
/// <c>ple</c> give each task experts of its own.
/// </para>
/// </remarks>
[Plugin("mmoe")]
public sealed class Mmoe(MmoeOptions options) : IArchitecture
{
    /// <inheritdoc/>
    public MultiTaskModel Build(ModelContext context) => new MmoeModel(options, context);
}
