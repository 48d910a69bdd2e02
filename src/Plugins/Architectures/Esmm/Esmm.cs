using MmoePipeline.Composition;
using MmoePipeline.Modeling;

namespace MmoePipeline.Plugins.Architectures.Esmm;

/// <summary>Entire space multi-task model: the rate of conversions is the click rate times the conversion rate after a click.</summary>
/// <remarks>
/// <para>
/// Ma, Zhao, Huang, Wang, Hu, Zhu, Gai: Entire Space Multi-Task Model: An Effective Approach for Estimating Post-Click
/// Conversion Rate, SIGIR 2018, equations 1 to 3: <c>pCTCVR = pCTR pCVR</c>, with losses on clicks and on conversions over all
/// impressions. The conversion task's label is whether the impression was clicked <em>and</em> converted; its output is the
/// logit of the product, so its probability is pCTCVR.
/// </para>
/// <para>
/// When to use it: for a conversion that only clicked impressions can have: it trains on all impressions, without the bias of a
/// model that sees clicked ones only. The paper's network has no experts; with <c>experts</c>, the towers read mixtures. Tasks
/// besides the two get an output of their own.
/// </para>
/// </remarks>
[Plugin("esmm")]
public sealed class Esmm(EsmmOptions options) : IArchitecture
{
    /// <inheritdoc/>
    public MultiTaskModel Build(ModelContext context) => new EsmmModel(options, context);
}
