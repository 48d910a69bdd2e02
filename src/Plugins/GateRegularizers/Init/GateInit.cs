using MmoePipeline.Composition;
using MmoePipeline.Modeling.Gates;
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
public sealed class GateInit : GateRegularizer
{
    /// <summary>Initialises the gates' layers.</summary>
    public GateInit(GateInitOptions options, GateContext context)
        : base(nameof(GateInit))
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using IDisposable noGrad = torch.no_grad();
        RandomStream draws = context.Random.Open($"{context.Name}.init");
        int first = options.Layers == GateInitLayers.All ? 0 : context.Parameters.Length - 2;
        for (int index = first; index < context.Parameters.Length; index += 2)
        {
            context.Parameters[index].copy_(draws.Normal(context.Parameters[index].shape, options.Deviation));
            context.Parameters[index + 1].zero_();
        }
    }

    /// <inheritdoc/>
    public override GateEffects Effects => GateEffects.Once | GateEffects.ReadsLogits;
}
