using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using MmoePipeline.Configuration.Tree;
using MmoePipeline.Construction;
using MmoePipeline.Inference.Prediction;
using MmoePipeline.Modeling;
using MmoePipeline.Runs.Configuration;
using MmoePipeline.Runs.Folders;
using MmoePipeline.Runs.Options;
using MmoePipeline.Runs.Plugins;

namespace MmoePipeline.Inference;

/// <summary>
/// What a finished run left to predict with: its configuration, the encoding of its features, and the weights of its best epoch. It does not change,
/// and any number of predictors can be created from it.
/// </summary>
public sealed class ModelBundle : IDisposable
{
    private readonly TrainedRun _run;
    private readonly RunPlan _plan;
    private readonly ILoggerFactory _logging;

    private ModelBundle(TrainedRun run, RunPlan plan, ILoggerFactory logging) => (_run, _plan, _logging) = (run, plan, logging);

    /// <summary>The run folder.</summary>
    public string Folder => _run.Folder.FullPath;

    /// <summary>The epoch, from 1, that the weights are of.</summary>
    public int Epoch => _run.Epoch;

    /// <summary>The columns that a row has to have: categorical features, then numeric ones.</summary>
    public ImmutableArray<string> Features =>
        [.. _run.Encoding.Categorical.Select(feature => feature.Column), .. _run.Encoding.Numeric.Select(feature => feature.Column)];

    /// <summary>
    /// Opens a run folder. A folder is data: no code that it names is loaded; plugins that the run used have to be among those that are given.
    /// </summary>
    /// <param name="folder">The run folder.</param>
    /// <param name="plugins">The plugins; null for the built-in ones.</param>
    /// <param name="logging">Where plugins log to; null for nowhere.</param>
    /// <exception cref="BadInputException">It is not a run folder, its files are damaged or not of one run, or a plugin is missing.</exception>
    public static ModelBundle Load(string folder, PluginSet? plugins = null, ILoggerFactory? logging = null)
    {
        RunFolder run = RunFolder.Open(folder);
        var problems = new List<ConfigurationProblem>();
        ConfigurationNode? root = ConfigurationFile.Read(run.ConfigurationFile, problems);
        RunPlan? plan = new RunPlanReader((plugins ?? PluginSet.BuiltIn).Registry)
            .Read(new ConfigurationTree(root, [.. problems]), out ImmutableArray<ConfigurationProblem> found);
        return plan is null
            ? throw new BadInputException([.. found.Select(problem => problem.ToProblem())])
            : new ModelBundle(TrainedRun.Open(run), plan, logging ?? NullLoggerFactory.Instance);
    }

    /// <summary>Builds the network with the weights of the best epoch.</summary>
    /// <returns>A predictor, which the caller owns. It does not need the bundle any more.</returns>
    /// <exception cref="BadInputException">The weights are not those of the configured network, or the device is missing.</exception>
    /// <exception cref="PluginException">A plugin failed.</exception>
    public Predictor CreatePredictor()
    {
        ServiceProvider services = Services();
        try
        {
            return new Predictor(_run, _plan.Configuration, services);
        }
        catch
        {
            services.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _run.Dispose();

    /// <summary>What constructors of plugins may ask for where nothing is trained.</summary>
    private ServiceProvider Services()
    {
        var services = new ServiceCollection();
        services.AddSingleton(_logging);
        services.AddSingleton(typeof(ILogger<>), typeof(Logger<>));
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton<ITrainingClock, FinishedClock>();
        services.AddSingleton<PluginActivator>();
        return services.BuildServiceProvider();
    }
}
