using MmoePipeline.Plugins.GateRegularizers.LoadBalance;
using TorchSharp;

namespace MmoePipeline.Plugins.Tests.GateRegularizers;

public sealed class GateLoadBalanceTests : GateRegularizerFixture
{
    /// <summary>Even use: variation 0, Switch 1 (E sum_e (1/E)(1/E) by any choice of f). One expert only: variation E - 1 = 3, Switch E = 4.</summary>
    [Fact]
    public void Load_balance_has_the_values_of_its_equations()
    {
        torch.Tensor even = torch.full([8, 2, 4], 0.25f);
        torch.Tensor collapsed = torch.zeros(8, 2, 4);
        collapsed.select(-1, 2).fill_(1);
        foreach ((LoadBalanceForm form, double ofEven, double ofCollapsed) in new[] { (LoadBalanceForm.Importance, 0.0, 3.0), (LoadBalanceForm.Switch, 1, 4) })
        {
            using var balance = Build(_ => new GateLoadBalance(new GateLoadBalanceOptions { Form = form, Weight = 0.5 }));
            Assert.Equal(2 * 0.5 * ofEven, balance.Penalty(even, even)!.item<float>(), 1e-6);
            Assert.Equal(2 * 0.5 * ofCollapsed, balance.Penalty(even, collapsed)!.item<float>(), 1e-5);
        }
    }
}
