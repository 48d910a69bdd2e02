using MmoePipeline.Composition;
using MmoePipeline.Modeling;
using MmoePipeline.Randomness;
using TorchSharp;

namespace MmoePipeline.Plugins.GateRegularizers.Init;

/// <summary>Draws the gates' weights anew with a small variance, so that all experts start with an even share.</summary>
/// <remarks>
/// <para>
/// Weights are normal with the given deviation, biases zero: logits of inputs of unit size then start with about that deviation times
/// the root of the input width, and <c>softmax(0) = 1 / experts</c>. Early favourites, which learn faster because they are favourites,
/// are then chosen by the data and not by the draw. For the start of routers see Fedus, Zoph, Shazeer: Switch Transformers, JMLR 2022, section 2.4.
/// </para>
/// <para>When to use it: gates that collapse within the first epoch, with a different expert for each seed.</para>
/// </remarks>
[Plugin("init")]
public sealed class GateInit(GateInitOptions options) : GateRegularizer(nameof(GateInit))
{
    /// <inheritdoc/>
    public override GateEffects Effects => GateEffects.Once | GateEffects.ReadsLogits;

    /// <inheritdoc/>
    public override void Attach(GateSite site)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using IDisposable noGrad = torch.no_grad();
        RandomStream draws = site.Random.Open($"{site.Name}.init");
        int first = options.Layers == GateInitLayers.All ? 0 : site.Parameters.Length - 2;
        for (int index = first; index < site.Parameters.Length; index += 2)
        {
            site.Parameters[index].copy_(draws.Normal(site.Parameters[index].shape, options.Deviation));
            site.Parameters[index + 1].zero_();
        }
    }
}
