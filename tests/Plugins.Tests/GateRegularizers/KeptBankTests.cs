using MmoePipeline.Modeling.Gates;
using TorchSharp;

namespace MmoePipeline.Plugins.Tests.GateRegularizers;

/// <summary>TorchSharp registers a module in a field as a submodule: a regularizer that keeps its bank there would close a circle.</summary>
public sealed class KeptBankTests : GateRegularizerFixture
{
    [Fact]
    public void A_regularizer_that_keeps_its_bank_in_a_field_is_refused()
    {
        ProblemAssert.Fails(() => Model(Slot("keeping", context => new Keeping(context))), "MMOE3102 keeping");
    }

    private sealed class Keeping(GateContext context) : GateRegularizer(nameof(Keeping))
    {
        private readonly torch.nn.Module _bank = context.Bank;

        public override torch.Tensor OnInput(torch.Tensor input) => _bank.training ? input : input;
    }
}
