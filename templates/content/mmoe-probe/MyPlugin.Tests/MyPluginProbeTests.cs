using MmoePipeline.Modeling;
using MmoePipeline.Probing;
using MmoePipeline.Testing;
using TorchSharp;
using Xunit;

namespace MyPlugin.Tests;

public sealed class MyPluginProbeTests
{
    [Fact]
    public void Does_what_its_kind_promises() => PluginConformance.Verify<MyPluginProbe>();

    [Fact]
    public void The_largest_weight_is_told_and_an_alert_given_once()
    {
        using var scope = torch.NewDisposeScope();
        var probe = new MyPluginProbe(new MyPluginProbeOptions { Threshold = 0.5 });
        foreach (int alerts in new[] { 1, 0 })
        {
            var trace = new ForwardTrace();
            trace.Add(new GateActivation(["a"], ["0", "1"], torch.tensor(new float[] { 0.75f, 0.25f, 0, 1 }).view(2, 1, 2)));
            probe.OnValidationBatch(new ProbedBatch(new FeatureBatch(torch.empty(0), torch.empty(0)), torch.empty(0), torch.empty(0), trace));
            ProbeFigures figures = probe.OnValidationCompleted();
            Assert.Equal([new ProbeMetric("my-plugin/a", 0.875)], figures.Metrics.AsEnumerable());
            Assert.Equal(alerts, figures.Alerts.Length);
        }
    }
}
