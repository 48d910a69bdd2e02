using MmoePipeline.Plugins.GateRegularizers.LayerNorm;
using TorchSharp;

namespace MmoePipeline.Plugins.Tests.GateRegularizers;

public sealed class GateLayerNormTests : GateRegularizerFixture
{
    [Fact]
    public void Layer_norm_standardises_hidden_layers_and_logits()
    {
        using var norm = Build(context => new GateLayerNorm(context), 3);
        torch.Tensor logits = torch.tensor(new[] { 1f, 3, 1, 3 }).expand(1, 2, 4);
        Assert.Equal([-1f, 1, -1, 1], norm.OnLogits(logits)[0, 0].data<float>().ToArray(), (a, b) => Math.Abs(a - b) < 1e-4);
        torch.Tensor hidden = torch.tensor(new[] { 0f, 5, 10 }).expand(2, 1, 3);
        float[] expected = [-(float)Math.Sqrt(1.5), 0, (float)Math.Sqrt(1.5)];
        Assert.Equal(expected, norm.OnHidden(hidden, 0)[1, 0].data<float>().ToArray(), (a, b) => Math.Abs(a - b) < 1e-4);
    }
}
