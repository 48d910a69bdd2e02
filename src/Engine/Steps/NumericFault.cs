using MmoePipeline.Construction;
using MmoePipeline.Engine.Data.Batches;
using MmoePipeline.Engine.Networks;
using MmoePipeline.Runs;
using MmoePipeline.Tasks;
using TorchSharp;
using TorchSharp.Modules;

namespace MmoePipeline.Engine.Steps;

/// <summary>A step that was not applied, because something in it is no finite number: what, and by which tasks and rows.</summary>
/// <param name="What">What is not finite: the loss, the combined loss, or the gradient.</param>
/// <param name="Tasks">The tasks whose loss or gradient it is.</param>
/// <param name="Parameters">The parameters whose gradient it is, by name.</param>
/// <param name="Rows">The rows of the batch that it comes from, by their places in it; empty where it is in none of them for itself.</param>
/// <param name="Cause">What is told of it where it stops the run.</param>
internal sealed record NumericFault(
    string What, ImmutableArray<string> Tasks, ImmutableArray<string> Parameters, ImmutableArray<int> Rows, Exception Cause)
{
    /// <summary>Looks where a loss comes from that is no finite number, in a pass of its own.</summary>
    public static NumericFault OfLosses(TrainingStep step, Batch batch) => Of("loss", step, batch);

    /// <summary>Looks where a gradient comes from that is no finite number, in a pass of its own.</summary>
    public static NumericFault OfGradients(TrainingStep step, Batch batch) => Of("gradient", step, batch);

    /// <summary>Looks where a combined loss comes from that is not finite, of losses that are: from a penalty or from the loss weighting.</summary>
    public static NumericFault OfCombinedLoss(TrainingStep step, Batch batch) => Of("combined loss", step, batch, withWeighting: true);

    private static NumericFault Of(string what, TrainingStep step, Batch batch, bool withWeighting = false)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        TrainedNetwork network = step.Network;
        torch.Tensor logits = network.Model.Forward(batch.Features).Logits;
        torch.Tensor losses = step.Losses(logits, batch.Targets, batch.Weights);
        var tasks = new List<string>();
        var parameters = new SortedSet<string>(StringComparer.Ordinal);
        var rows = new SortedSet<int>(RowsOf(batch.Features.Numeric).Concat(RowsOf(logits)).Concat(RowsOfLosses(step, logits.detach(), batch)));
        foreach ((int index, ITask task) in network.Tasks.Index())
        {
            using DisposeScope ofTask = torch.NewDisposeScope();
            torch.Tensor loss = losses[index];
            ImmutableArray<string> reached = loss.requires_grad ? Broken(loss, network) : [];
            if (!FiniteNumbers.AreAll(loss.detach()) || !reached.IsEmpty)
            {
                tasks.Add(task.Name);
                parameters.UnionWith(reached);
                rows.UnionWith(loss.requires_grad ? RowsOf(Gradient(loss, logits)) : []);
            }
        }

        return new NumericFault(what, [.. tasks], [.. parameters], [.. rows], CauseOf(what, tasks, step, batch, withWeighting));
    }

    /// <summary>The plugin at fault if there is one; else what can be said of it.</summary>
    private static Exception CauseOf(string what, List<string> tasks, TrainingStep step, Batch batch, bool withWeighting)
    {
        try
        {
            step.Check(batch, withWeighting);
        }
        catch (Exception exception) when (exception is PluginException or RunFailedException)
        {
            return exception;
        }

        string whose = tasks.Count == 0 ? "" : $" of {string.Join(" and ", tasks)}";
        return new RunFailedException(
            TrainingCodes.Diverged,
            $"training diverged: the {what}{whose} is not a finite number; a smaller learning rate helps most often.");
    }

    private static ImmutableArray<string> Broken(torch.Tensor loss, TrainedNetwork network)
    {
        (string Name, Parameter Parameter)[] learning = [.. network.Parameters.Where(named => named.Parameter.requires_grad)];
        IEnumerable<torch.Tensor?> gradients = torch.autograd.grad(
            [loss], [.. learning.Select(named => named.Parameter)], retain_graph: true, allow_unused: true);
        return
        [
            .. learning.Zip(gradients).Where(of => of.Second is { IsInvalid: false } gradient && !FiniteNumbers.AreAll(gradient))
                .Select(of => of.First.Name),
        ];
    }

    private static torch.Tensor Gradient(torch.Tensor loss, torch.Tensor logits) =>
        torch.autograd.grad([loss], [logits], retain_graph: true, allow_unused: true)[0] is { IsInvalid: false } gradient
            ? gradient
            : torch.zeros_like(logits, requires_grad: false);

    /// <summary>The rows in which a value is no finite number.</summary>
    private static int[] RowsOf(torch.Tensor values) => values.size(1) == 0 ? [] : Places(values.detach().isfinite().logical_not().any(1));

    /// <summary>The rows whose loss alone is no finite number: a label may be too large for it, or a weight. One by one, for it is a rare event.</summary>
    private static IEnumerable<int> RowsOfLosses(TrainingStep step, torch.Tensor logits, Batch batch)
    {
        for (int row = 0; row < logits.size(0); row++)
        {
            using DisposeScope scope = torch.NewDisposeScope();
            using IDisposable noGrad = torch.no_grad();
            torch.Tensor losses = step.Losses(
                logits.narrow(0, row, 1), batch.Targets.narrow(0, row, 1), batch.Weights?.narrow(0, row, 1));

            // A row without a label has no loss, whatever a task makes of a batch of none.
            if (!FiniteNumbers.AreAll(losses.masked_fill(batch.Targets[row].isnan(), 0)))
            {
                yield return row;
            }
        }
    }

    private static int[] Places(torch.Tensor rows) => [.. rows.nonzero().view(-1).cpu().data<long>().Select(row => (int)row)];
}
