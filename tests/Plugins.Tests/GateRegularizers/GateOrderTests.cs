using MmoePipeline.Configuration;
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
        Refuses("MMOE1304 norm", Slot("top", TopK), Slot("norm", Norm));
        Refuses("MMOE1310 d", Slot("top", TopK), Slot("d", Dselect));
        Refuses("MMOE1311 norm", Slot("d", Dselect), Slot("norm", Norm));
        Refuses("MMOE1312 norm", Slot("norm", Norm), Slot("norm", Norm));
        Model(Slot("norm", Norm), Slot("top", TopK)).Dispose();
    }

    private void Refuses(string problem, params PluginSlot<GateRegularizer>[] regularizers) =>
        ProblemAssert.Throws(() => Model(regularizers), problem);
}
