using MmoePipeline.Plugins.GateRegularizers.ZLoss;
using TorchSharp;

namespace MmoePipeline.Plugins.Tests.GateRegularizers;

public sealed class GateZLossTests : GateRegularizerFixture
{
    /// <summary>Of zero logits log(4)^2 for each gate; of logits 0, log 3 it is log(4)^2, too, because the sum of exponentials is 4.</summary>
    [Fact]
    public void Z_loss_is_the_squared_log_sum_exp()
    {
        using var loss = Build(_ => new GateZLoss(new GateZLossOptions { Weight = 0.1 }));
        Assert.Equal(2 * 0.1 * Math.Pow(Math.Log(4), 2), loss.Penalty(torch.zeros(5, 2, 4), torch.zeros(5, 2, 4))!.item<float>(), 1e-6);
        torch.Tensor two = torch.tensor(new[] { 0f, (float)Math.Log(3) }).expand(5, 1, 2);
        Assert.Equal(0.1 * Math.Pow(Math.Log(4), 2), loss.Penalty(two, two)!.item<float>(), 1e-6);
    }
}
