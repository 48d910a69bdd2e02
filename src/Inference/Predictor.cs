using Microsoft.Extensions.DependencyInjection;
using MmoePipeline.Construction;
using MmoePipeline.Data;
using MmoePipeline.Inference.Features;
using MmoePipeline.Inference.Networks;
using MmoePipeline.Inference.Prediction;
using MmoePipeline.Inference.Tables;
using MmoePipeline.Modeling;
using MmoePipeline.Runs.Options;
using MmoePipeline.Tasks;
using TorchSharp;

namespace MmoePipeline.Inference;

/// <summary>
/// Predicts rows that a program has in memory, with the encoding and the weights of a run: the same numbers as <c>mmoe predict</c> gives for them in
/// a table. Not for several threads at once: create a predictor for each.
/// </summary>
public sealed class Predictor : IDisposable
{
    /// <summary>Problems that are reported together; more would be more of the same.</summary>
    private const int ProblemLimit = 10;

    private readonly ServiceProvider _services;
    private readonly torch.Device _device;
    private readonly MultiTaskModel _model;
    private readonly FeatureBuffer _features;
    private readonly RowColumns _columns;
    private readonly TaskPredictions _predictions;

    internal Predictor(TrainedRun run, RunConfiguration configuration, ServiceProvider services)
    {
        PluginActivator activator = services.GetRequiredService<PluginActivator>();
        run.Require(configuration.Data.Features);
        ImmutableArray<ITask> tasks = [.. configuration.Tasks.Select(activator.Create)];
        ImmutableArray<TaskOutput> outputs = ModelBuilder.Outputs(configuration, tasks);
        _services = services;
        _device = ComputeDevice.Choose(configuration.Run.Device);
        PrecisionSupport.Require(configuration.Training, _device);
        _predictions = new TaskPredictions(configuration, tasks, outputs);
        _model = TrainedModel.Build(run, configuration, outputs, _device, activator);
        try
        {
            _features = new FeatureBuffer(run.Encoding, configuration.Training.BatchSize, RunFeatures.Create(configuration.Data.Features, activator));
            _columns = new RowColumns(_features.Requests);
        }
        catch
        {
            _model.Dispose();
            throw;
        }
    }

    /// <summary>The names of the predictions, task by task: of a binary task its probability, named like the task.</summary>
    public ImmutableArray<string> Columns => _predictions.Columns;

    /// <summary>Predicts rows.</summary>
    /// <param name="rows">
    /// The rows: values by column, for each of <see cref="ModelBundle.Features"/>. Texts, numbers and truth values are read as those of a Parquet
    /// file; null is a missing value. Other columns are left aside.
    /// </param>
    /// <returns>For each row, in their order, a value for each of <see cref="Columns"/>.</returns>
    /// <exception cref="BadInputException">A row lacks a column, or a value can't be encoded.</exception>
    /// <exception cref="PluginException">A plugin failed.</exception>
    public ImmutableArray<ImmutableArray<double>> Predict(IReadOnlyList<IReadOnlyDictionary<string, object?>> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ImmutableArray<TableColumn> columns = _columns.Create(rows);
        var predictions = ImmutableArray.CreateBuilder<ImmutableArray<double>>(rows.Count);
        var problems = new ChunkProblems(ProblemLimit);
        _features.Clear();
        for (int next = 0; next < rows.Count;)
        {
            int count = Math.Min(_features.Free, rows.Count - next);
            _features.Add(columns, next, count, problems);
            ThrowIfAny(problems);
            next += count;
            Score(predictions);
        }

        return predictions.MoveToImmutable();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _features.Dispose();
        _model.Dispose();
        _services.Dispose();
    }

    private void Score(ImmutableArray<ImmutableArray<double>>.Builder predictions)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using IDisposable noGrad = torch.no_grad();
        ReadOnlySpan<double> values = _predictions.Of(_model.Forward(_features.Batch(_device)).Logits);
        for (int row = 0; row < _features.Rows; row++)
        {
            predictions.Add([.. values.Slice(row * Columns.Length, Columns.Length)]);
        }

        _features.Clear();
    }

    private static void ThrowIfAny(ChunkProblems problems)
    {
        if (!problems.IsEmpty)
        {
            throw new BadInputException([.. problems.Take().Select(found => new Problem(found.Problem.Code, $"row {found.Row}, {found.Problem.Column}", found.Problem.Reason))]);
        }
    }
}
