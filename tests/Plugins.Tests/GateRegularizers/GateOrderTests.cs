using MmoePipeline.Composition;
using MmoePipeline.Modeling.Gates;
using MmoePipeline.Plugins.GateRegularizers.DselectK;
using MmoePipeline.Plugins.GateRegularizers.LayerNorm;
using MmoePipeline.Plugins.GateRegularizers.NoisyTopK;

namespace MmoePipeline.Plugins.Tests.GateRegularizers;

public sealed class GateOrderTests : GateRegularizerFixture
{
    [Fact]
    public void Orders_that_make_no_sense_are_refused_with_the_reason()
    {
        GateRegularizer TopK(GateContext context) => new GateNoisyTopK(new GateNoisyTopKOptions(), context);
        GateRegularizer Dselect(GateContext context) => new GateDselectK(new GateDselectKOptions(), context);
        GateRegularizer Norm(GateContext context) => new GateLayerNorm(context);
        Assert.Equal(
            "norm: 'norm' computes with all logits, of which 'top' at top leaves some at minus infinity; it has to come before.",
            Refusal(Slot("top", TopK), Slot("norm", Norm)));
        Assert.Equal("d: 'd' chooses experts, and so does 'top' at top; only one of them can.", Refusal(Slot("top", TopK), Slot("d", Dselect)));
        Assert.Equal(
            "norm: 'norm' acts on logits, and the weights of 'd' don't come from logits; one of the two has to go.",
            Refusal(Slot("d", Dselect), Slot("norm", Norm)));
        Assert.Equal("norm: 'norm' is at norm already; a second one makes no sense.", Refusal(Slot("norm", Norm), Slot("norm", Norm)));
        Model(Slot("norm", Norm), Slot("top", TopK)).Dispose();
    }

    private string Refusal(params PluginSlot<GateRegularizer>[] regularizers) =>
        Assert.Throws<BadInputException>(() => Model(regularizers)).Message;
}
