using System.Diagnostics;
using System.Globalization;
using MmoePipeline.Configuration.Tree;
using MmoePipeline.Construction;
using MmoePipeline.Data;
using MmoePipeline.Inference.Features;
using MmoePipeline.Inference.Networks;
using MmoePipeline.Inference.Prediction.Files;
using MmoePipeline.Inference.Tables;
using MmoePipeline.Modeling;
using MmoePipeline.Runs.Options;
using MmoePipeline.Tasks;
using TorchSharp;

namespace MmoePipeline.Inference.Prediction;

/// <summary>Predicts the rows of a table with what a run left, chunk by chunk: no more of the table is held than one batch.</summary>
/// <param name="run">What the run left.</param>
/// <param name="configuration">The run's configuration, with the table as its data source.</param>
/// <param name="activator">Constructs the plugins.</param>
internal sealed class TablePredictor(TrainedRun run, RunConfiguration configuration, PluginActivator activator)
{
    /// <summary>Problems that are reported together; more would be more of the same.</summary>
    private const int ProblemLimit = 10;

    private readonly ImmutableArray<ITask> _tasks = [.. configuration.Tasks.Select(slot => activator.Create(slot))];

    /// <summary>Predicts all rows, in the order of the table.</summary>
    /// <param name="keep">Columns of the table that the file has besides, as they are in the table.</param>
    /// <param name="output">The file.</param>
    /// <param name="overwrite">Whether a file of that name may be there.</param>
    /// <param name="cancellation">Stops between two batches; no file is left then.</param>
    /// <exception cref="BadInputException">The table can't be read, lacks columns, or values can't be encoded; or the file can't be made.</exception>
    /// <exception cref="IOException">The file can't be written.</exception>
    public PredictionResult Predict(ImmutableArray<string> keep, string output, bool overwrite, CancellationToken cancellation)
    {
        var watch = Stopwatch.StartNew();
        run.Require(configuration.Data.Features);
        IDataSource source = activator.Create(configuration.Data.Source);
        ImmutableArray<TaskOutput> outputs = ModelBuilder.Outputs(configuration, _tasks);
        torch.Device device = ComputeDevice.Choose(configuration.Run.Device);
        PrecisionSupport.Require(configuration.Training, device);
        using MultiTaskModel model = TrainedModel.Build(run, configuration, outputs, device, activator);
        var predictions = new TaskPredictions(configuration, _tasks, outputs);
        using var features = new FeatureBuffer(run.Encoding, configuration.Training.BatchSize, RunFeatures.Create(configuration.Data.Features, activator));
        RequireColumns(source, [.. features.Requests.Select(request => request.Name).Distinct()], keep, cancellation);
        var kept = new KeptColumns(keep, configuration.Training.BatchSize);
        using var file = PredictionFile.Create(
            output,
            [
                .. keep.Select(column => new PredictionColumn(column, PredictionColumnType.Text)),
                .. predictions.Columns.Select(column => new PredictionColumn(column, PredictionColumnType.Number)),
            ],
            overwrite);
        long rows = 0;
        foreach (TableChunk chunk in Chunks(source, [.. features.Requests, .. kept.Requests], cancellation))
        {
            cancellation.ThrowIfCancellationRequested();
            var problems = new ChunkProblems(ProblemLimit);
            for (int next = 0; next < chunk.RowCount;)
            {
                int count = Math.Min(features.Free, chunk.RowCount - next);
                kept.Add(chunk.Columns.AsSpan()[features.Requests.Length..], next, features.Rows, count);
                features.Add(chunk.Columns, next, count, problems);
                next += count;
                if (features.Free == 0)
                {
                    ThrowIfAny(problems, source, chunk);
                    Flush();
                }
            }

            ThrowIfAny(problems, source, chunk);
            rows += chunk.RowCount;
        }

        Flush();
        file.Complete();
        return new PredictionResult(Path.GetFullPath(output), [.. keep, .. predictions.Columns], rows, run.Epoch, watch.Elapsed, features.Differences());

        void Flush()
        {
            using DisposeScope scope = torch.NewDisposeScope();
            using IDisposable noGrad = torch.no_grad();
            double[] values = features.Rows == 0 ? [] : predictions.Of(model.Forward(features.Batch(device)).Logits);
            for (int row = 0; row < features.Rows; row++)
            {
                kept.Write(file, row);
                file.Write(values.AsSpan(row * predictions.Columns.Length, predictions.Columns.Length));
                file.EndRow();
            }

            features.Clear();
        }
    }

    private void RequireColumns(IDataSource source, ImmutableArray<string> needed, ImmutableArray<string> keep, CancellationToken cancellation)
    {
        ImmutableArray<string> there = SourceFaults.Translate(source, () => source.ReadColumnNames(cancellation));
        Problem[] problems =
        [
            .. Missing(needed, there, source.Description),
            .. keep.SelectMany(column => MissingColumn.Describe(column, "--keep", there, source.Description)),
            .. TaskPredictions.Problems(keep.Select(column => (column, "--keep")), _tasks),
        ];
        if (problems.Length > 0)
        {
            throw new BadInputException([.. problems]);
        }
    }

    /// <summary>All features that are not there, in one sentence.</summary>
    private static IEnumerable<Problem> Missing(ImmutableArray<string> needed, ImmutableArray<string> there, string table)
    {
        string[] missing = [.. needed.Except(there)];
        if (missing.Length > 0)
        {
            string[] named = [.. missing.Select(column => NearestName.Find(column, there) is { } near ? $"'{column}' (did you mean '{near}'?)" : $"'{column}'")];
            yield return new Problem(
                PredictionCodes.MissingColumns,
                table,
                $"lacks {missing.Length} of the columns that the run was trained on: {string.Join(", ", named)}; its columns are "
                + $"{string.Join(", ", there)}.{Hint(there, missing.Length == needed.Length)}");
        }
    }

    /// <summary>Where no column is there and a name is a number, the names are most likely a row of values.</summary>
    private static string Hint(ImmutableArray<string> there, bool isNoneThere) =>
        isNoneThere && there.Any(name => double.TryParse(name, NumberStyles.Float, CultureInfo.InvariantCulture, out _))
        ? " The first line looks like values: expected a header, a line with the columns' names."
        : "";

    private static IEnumerable<TableChunk> Chunks(
        IDataSource source, IReadOnlyList<ColumnRequest> requests, CancellationToken cancellation)
    {
        using IEnumerator<TableChunk> chunks = SourceFaults.Translate(source, () => source.Read(requests, cancellation).GetEnumerator());
        while (SourceFaults.Translate(source, chunks.MoveNext))
        {
            yield return ListPlaces.Require(chunks.Current, requests, source);
        }
    }

    private static void ThrowIfAny(ChunkProblems problems, IDataSource source, TableChunk chunk)
    {
        ImmutableArray<Problem> found = [.. problems.Take().Select(problem => problem.Problem.At(source.DescribeRow(chunk.FirstRow + problem.Row)))];
        if (!found.IsEmpty)
        {
            throw new BadInputException(found);
        }
    }
}
