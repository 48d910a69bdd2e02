using System.Diagnostics;
using System.Runtime.ExceptionServices;
using TorchSharp;

namespace MmoePipeline.Engine.Data.Batches;

/// <summary>
/// Some batches' tensors that a thread fills in turn, ahead of whoever uses them. It owns the thread and the tensors.
/// </summary>
internal sealed class BatchRing : IDisposable
{
    /// <summary>One in use, one being filled, and one ready between them.</summary>
    private const int Length = 3;

    private readonly EncodedRows _source;
    private readonly RowOrder _order;
    private readonly int _batchSize;
    private readonly int _skipped;
    private readonly BatchBuffer[] _buffers;
    private readonly int[] _rows = new int[Length];
    private readonly SemaphoreSlim _free = new(Length);
    private readonly SemaphoreSlim _filled = new(0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Thread _thread;
    private ExceptionDispatchInfo? _failure;
    private int _next;
    private bool _isInUse;
    private bool _isOver;

    /// <summary>Makes the tensors and starts to fill them.</summary>
    /// <param name="source">The rows.</param>
    /// <param name="order">Their order.</param>
    /// <param name="batchSize">The rows of a batch; the last may be smaller.</param>
    /// <param name="skipped">So many batches at the start are left out.</param>
    /// <param name="device">Where batches are to be.</param>
    public BatchRing(EncodedRows source, RowOrder order, int batchSize, int skipped, torch.Device device)
    {
        (_source, _order, _batchSize, _skipped) = (source, order, batchSize, skipped);
        _buffers = [.. Enumerable.Range(0, Length).Select(_ => new BatchBuffer(batchSize, source, device))];
        _thread = new Thread(Produce) { Name = "batches", IsBackground = true };
        _thread.Start();
    }

    /// <summary>Gives back the batch in use and takes the next.</summary>
    /// <param name="batch">The batch, valid until the next call.</param>
    /// <param name="wait">How long it took to come.</param>
    /// <returns>False after the last batch.</returns>
    /// <exception cref="Exception">What the thread failed with.</exception>
    public bool MoveNext(out Batch batch, out TimeSpan wait)
    {
        batch = default;
        wait = TimeSpan.Zero;
        if (_isOver)
        {
            return false;
        }

        if (_isInUse)
        {
            _next = (_next + 1) % Length;
            _free.Release();
        }

        if (!_filled.Wait(0))
        {
            long start = Stopwatch.GetTimestamp();
            _filled.Wait();
            wait = Stopwatch.GetElapsedTime(start);
        }

        _isInUse = _rows[_next] > 0;
        _isOver = !_isInUse;
        if (_isOver)
        {
            _failure?.Throw();
            return false;
        }

        batch = _buffers[_next].HandOut(_rows[_next]);
        return true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _stop.Cancel();
        _thread.Join();
        foreach (BatchBuffer buffer in _buffers)
        {
            buffer.Dispose();
        }

        _stop.Dispose();
        _filled.Dispose();
        _free.Dispose();
    }

    /// <summary>Fills buffer after buffer; one with no rows says that there are no more.</summary>
    private void Produce()
    {
        int at = 0;
        try
        {
            _free.Wait(_stop.Token);
            foreach (ReadOnlyMemory<int> rows in _order.Batches(_batchSize).Skip(_skipped))
            {
                _buffers[at].Fill(_source, rows.Span);
                _rows[at] = rows.Length;
                _filled.Release();
                at = (at + 1) % Length;
                _free.Wait(_stop.Token);
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            return;
        }
        catch (Exception exception)
        {
            _failure = ExceptionDispatchInfo.Capture(exception);
        }

        _rows[at] = 0;
        _filled.Release();
    }
}
