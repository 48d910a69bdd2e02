using MmoePipeline.Composition;
using MmoePipeline.Optimization;
using MmoePipeline.Plugins.Optimizers.Adam;
using TorchSharp;
using TorchSharp.Modules;

namespace MmoePipeline.Plugins.Optimizers.LazyAdam;

/// <summary>Adam that moves only the embeddings a batch looked up: the cost of a step does not grow with the vocabulary.</summary>
/// <remarks>
/// <para>
/// Kingma, Ba: Adam: A Method for Stochastic Optimization, ICLR 2015, algorithm 1, row by row of the embedding tables: a row that
/// a batch doesn't look up keeps its value and its moments, where plain Adam goes on to move it by its decaying momentum. The
/// number of steps in the bias correction is that of the table. All other parameters are plain Adam's. Weight decay, too, meets
/// only the rows of the batch.
/// </para>
/// <para>
/// When to use it: for tables of several million values, whose dense gradient and update take most of a step. It is another
/// algorithm than Adam, and may rank a little differently.
/// </para>
/// </remarks>
[Plugin("lazy-adam")]
[AcceptsSparseGradients]
public sealed class LazyAdam : ParameterOptimizer
{
    private readonly Adam.Adam _dense;
    private readonly ImmutableArray<(Parameter Parameter, LazyRows Rows)> _tables;

    /// <summary>Creates the optimizer and its state.</summary>
    public LazyAdam(AdamOptions options, OptimizerContext context)
    {
        _dense = new Adam.Adam(options, context);
        _tables =
        [
            .. context.Parameters.Where(named => named.Parameter.dim() == 2).Select(named => (named.Parameter, new LazyRows(
                options,
                named.Parameter,
                named.LearningRateScale,
                State[$"{named.Name}.mean"],
                State[$"{named.Name}.square"],
                State[$"{named.Name}.step"]))),
        ];
    }

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, torch.Tensor> State => _dense.State;

    /// <inheritdoc/>
    public override void Step(double learningRateFactor)
    {
        foreach ((Parameter parameter, LazyRows rows) in _tables)
        {
            if (parameter.grad is { is_sparse: true } gradient)
            {
                rows.Step(gradient, learningRateFactor);

                // What has no gradient any more, the dense step leaves as it is.
                parameter.grad = null;
            }
        }

        _dense.Step(learningRateFactor);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _dense.Dispose();
        }
    }
}
