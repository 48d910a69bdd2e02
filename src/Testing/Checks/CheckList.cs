using MmoePipeline.Data;
using MmoePipeline.Data.Splits;
using MmoePipeline.Features;
using MmoePipeline.Losses;
using MmoePipeline.Modeling;
using MmoePipeline.Modeling.Experts;
using MmoePipeline.Modeling.Gates;
using MmoePipeline.Optimization;
using MmoePipeline.Probing;
using MmoePipeline.Tasks;
using MmoePipeline.Testing.Options;

namespace MmoePipeline.Testing.Checks;

/// <summary>The checks of a plugin: those of all plugins, and those of its kind.</summary>
internal static class CheckList
{
    public static IEnumerable<(ConformanceCheck Check, Func<IEnumerable<string>> Problems)> Of(Subject subject)
    {
        yield return (ConformanceCheck.Documentation, () => PluginChecks.Documentation(subject));
        yield return (ConformanceCheck.Options, () => PluginChecks.Options(subject));
        if (!subject.Problems.IsEmpty)
        {
            yield break;
        }

        foreach ((ConformanceCheck, Func<IEnumerable<string>>) check in OfKind(subject))
        {
            yield return check;
        }
    }

    /// <summary>A kind that this package doesn't know, such as a stranger's own, has no place to be put in: its saved state is looked at, no more.</summary>
    private static IEnumerable<(ConformanceCheck, Func<IEnumerable<string>>)> OfKind(Subject subject) => subject.Plugin.KindType switch
    {
        Type kind when kind == typeof(IExpert) => new ExpertChecks(subject).All(),
        Type kind when kind == typeof(GateRegularizer) => new GateRegularizerChecks(subject).All(),
        Type kind when kind == typeof(LossWeighting) => new LossWeightingChecks(subject).All(),
        Type kind when kind == typeof(Probe) => new ProbeChecks(subject).All(),
        Type kind when kind == typeof(ITask) => new TaskChecks(subject).All(),
        Type kind when kind == typeof(ParameterOptimizer) => new OptimizerChecks(subject).All(),
        Type kind when kind == typeof(ILearningRateSchedule) => new ScheduleChecks(subject).All(),
        Type kind when kind == typeof(IArchitecture) => new ArchitectureChecks(subject).All(),
        Type kind when kind == typeof(IDataSource) => new DataSourceChecks(subject).All(),
        Type kind when kind == typeof(IFeature) => new FeatureChecks(subject).All(),
        Type kind when kind == typeof(ISplit) => new SplitChecks(subject).All(),
        _ => [(ConformanceCheck.State, () => PluginChecks.State(subject))],
    };
}
