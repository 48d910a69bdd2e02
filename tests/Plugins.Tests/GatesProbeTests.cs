using MmoePipeline.Modeling;
using MmoePipeline.Plugins.Probes.Gates;
using MmoePipeline.Probing;
using TorchSharp;

namespace MmoePipeline.Plugins.Tests;

public sealed class GatesProbeTests : NetworkFixture
{
    [Fact]
    public void Figures_are_means_over_all_rows_of_all_batches()
    {
        var probe = new GatesProbe();
        probe.OnValidationBatch(Trace([[[0.5f, 0.5f], [1, 0]]]));
        probe.OnValidationBatch(Trace([[[0.75f, 0.25f], [1, 0]], [[0.25f, 0.75f], [0, 1]]]));
        Dictionary<string, double> figures = probe.OnValidationCompleted().ToDictionary(figure => figure.Name, figure => figure.Value);

        Assert.Equal(1.5 / 3, figures["gates/one/weight/e0"], 1e-6);
        Assert.Equal(2.0 / 3, figures["gates/one/largest"], 1e-6);
        double entropy = -(0.75 * Math.Log(0.75)) - (0.25 * Math.Log(0.25));
        Assert.Equal((Math.Log(2) + (2 * entropy)) / 3, figures["gates/one/entropy"], 1e-6);
        Assert.Equal(2.0 / 3, figures["gates/two/weight/e0"], 1e-6);
        Assert.Equal(1, figures["gates/two/largest"], 1e-6);
        Assert.Equal(0, figures["gates/two/entropy"], 1e-6);
    }

    [Fact]
    public void An_epoch_forgets_the_one_before()
    {
        var probe = new GatesProbe();
        probe.OnValidationBatch(Trace([[[1, 0], [1, 0]]]));
        probe.OnValidationCompleted();
        probe.OnValidationBatch(Trace([[[0, 1], [0, 1]]]));
        ProbeMetric weight = probe.OnValidationCompleted().First(figure => figure.Name == "gates/one/weight/e0");
        Assert.Equal(0, weight.Value);
    }

    private static ForwardTrace Trace(float[][][] weights)
    {
        var trace = new ForwardTrace();
        trace.Add(new GateActivation(
            ["one", "two"],
            ["e0", "e1"],
            torch.tensor(weights.SelectMany(row => row).SelectMany(gate => gate).ToArray()).view(weights.Length, 2, 2)));
        return trace;
    }
}
