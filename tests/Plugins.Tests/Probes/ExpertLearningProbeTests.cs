using MmoePipeline.Modeling;
using MmoePipeline.Plugins.Probes.ExpertLearning;
using MmoePipeline.Probing;
using MmoePipeline.Reporting;
using TorchSharp;
using TorchSharp.Modules;

namespace MmoePipeline.Plugins.Tests.Probes;

public sealed class ExpertLearningProbeTests : GradientProbeFixture
{
    [Fact]
    public void Figures_are_means_of_those_of_plain_loops()
    {
        var probe = new ExpertLearningProbe(new(), Site("one", "two"));
        var ratios = new double[ExpertCount];
        var norms = new double[ExpertCount];
        for (int step = 0; step < 3; step++)
        {
            Dictionary<string, List<double>> before = BySlowGroups(parameter => parameter);
            Dictionary<string, List<double>> gradient = [];
            Train(probe, SquaredLosses(step)[0] + SquaredLosses(step)[1], 0.1, () => gradient = BySlowGroups(parameter => parameter.grad));
            Dictionary<string, List<double>> after = BySlowGroups(parameter => parameter);
            for (int expert = 0; expert < ExpertCount; expert++)
            {
                string group = $"experts/{expert}";
                ratios[expert] += Norm(after[group].Zip(before[group], (now, then) => now - then)) / Norm(before[group]) / 3;
                norms[expert] += Norm(gradient[group]) / 3;
            }
        }

        var figures = probe.OnValidationCompleted().Metrics.ToDictionary(figure => figure.Name, figure => figure.Value);
        Assert.Equal(2 * ExpertCount, figures.Count);
        for (int expert = 0; expert < ExpertCount; expert++)
        {
            Assert.True(ratios[expert] > 0);
            Assert.Equal(ratios[expert], figures[$"expert-learning/experts/{expert}/updateRatio"], 1e-6);
            Assert.Equal(norms[expert], figures[$"expert-learning/experts/{expert}/gradientNorm"], 1e-6);
        }
    }

    [Fact]
    public void An_expert_without_a_gradient_is_starving_and_told_once()
    {
        var probe = new ExpertLearningProbe(new(), Site("one", "two"));
        ProbeFigures figures = Epoch(probe, 0, 2);
        Assert.Equal(0, figures.Metrics.Single(figure => figure.Name == "expert-learning/experts/1/updateRatio").Value);
        Assert.Equal(0, figures.Metrics.Single(figure => figure.Name == "expert-learning/experts/1/gradientNorm").Value);
        ProbeAlert alert = Assert.Single(figures.Alerts);
        Assert.Equal("starving", alert.Name);
        Assert.StartsWith("experts/1: ", alert.Message, StringComparison.Ordinal);
        Assert.Empty(Epoch(probe, 0, 2).Alerts);
        Assert.Empty(Epoch(probe, 0, 1, 2).Alerts);
        Assert.Single(Epoch(probe, 0, 2).Alerts);
        Assert.Empty(probe.Findings());

        ReportSection section = Assert.Single(probe.Sections());
        Assert.Equal(2, section.Figures.Length);
        LineChart ratios = Assert.IsType<LineChart>(section.Figures[0]);
        Assert.Equal(["0", "1", "2"], ratios.Series.Select(series => series.Name));
        Assert.Equal([0, 0], ratios.Series[1].Y.Take(2).Select(value => value!.Value));
        Assert.True(ratios.Series[1].Y[2] > 0);
    }

    [Fact]
    public void Steps_leave_no_tensor_behind()
    {
        var probe = new ExpertLearningProbe(new(), Site("one", "two"));
        Run();
        long before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        for (int step = 0; step < 5; step++)
        {
            Run();
        }

        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);

        // The last step is left between its two halves, as by an exception: the copies go with its scope.
        using (torch.NewDisposeScope())
        {
            probe.OnLosses(Step(Model, SquaredLosses(0)));
        }

        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);

        void Run()
        {
            using DisposeScope scope = torch.NewDisposeScope();
            Train(probe, SquaredLosses(0)[0], 0.01, () => { });
            Model.zero_grad();
        }
    }

    [Fact]
    public void Without_experts_there_is_nothing_to_see()
    {
        using var model = new Plugins.Architectures.SingleTask.SingleTaskModel(
            new Plugins.Architectures.SingleTask.SingleTaskOptions { Experts = [Experts(2, 4)] }, Context(Random, "one"));
        var probe = new ExpertLearningProbe(new(), ProbeContexts.Of(["one"], model, Layout, clock: Clock));
        Assert.DoesNotContain(Enumerable.Range(1, 100), step => probe.IsDue(step));
        Assert.Empty(probe.OnValidationCompleted().Metrics);
        Assert.Empty(probe.Sections());
    }

    /// <summary>An epoch of two steps in which only some experts get a gradient.</summary>
    private ProbeFigures Epoch(ExpertLearningProbe probe, params int[] experts)
    {
        for (int step = 0; step < 2; step++)
        {
            var trace = new ForwardTrace();
            Model.Forward(Rows(0).Features, trace);
            Train(probe, trace.Experts[0].Outputs[torch.tensor(experts.Select(expert => (long)expert).ToArray())].square().sum(), 0.01, () => { });
        }

        return probe.OnValidationCompleted();
    }

    /// <summary>A step of gradient descent.</summary>
    private void Train(ExpertLearningProbe probe, torch.Tensor loss, double rate, Action onGradients)
    {
        ProbedStep step = Step(Model, loss);
        Model.zero_grad();
        probe.OnLosses(step);
        loss.backward();
        using IDisposable noGrad = torch.no_grad();
        foreach (Parameter parameter in Model.SharedParameters)
        {
            if (parameter.grad is { } gradient)
            {
                parameter.sub_(gradient * rate);
            }
        }

        onGradients();
        probe.OnStepped(step);
    }
}
