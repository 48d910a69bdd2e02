using MmoePipeline.Host.Data;
using TorchSharp;

namespace MmoePipeline.Host.Tests;

public sealed class BatchStreamTests : IDisposable
{
    private readonly NativeRows _native = new(50);

    public void Dispose() => _native.Dispose();

    [Fact]
    public void What_the_thread_fails_with_reaches_the_one_who_reads_after_the_batches_before_it()
    {
        int batches = 0;
        InvalidDataException exception = Assert.Throws<InvalidDataException>(() =>
        {
            foreach (Batch batch in Stream(FailingAfter(6)))
            {
                Assert.Equal(2, batch.Targets.shape[0]);
                batches++;
            }
        });
        Assert.Equal("the disk is gone", exception.Message);
        Assert.Equal(3, batches);
    }

    [Fact]
    public void Who_stops_in_the_middle_ends_the_thread_and_leaves_no_tensor_behind()
    {
        bool hasEnded = false;
        long before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        foreach (Batch batch in Stream(Endless(() => hasEnded = true)))
        {
            if (batch.Features.Categorical.data<long>()[0] >= 20)
            {
                break;
            }
        }

        Assert.True(hasEnded, "the thread gave up its rows");
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [Fact]
    public void An_exception_of_the_reader_ends_the_thread()
    {
        bool hasEnded = false;
        Assert.Throws<InvalidOperationException>(() =>
        {
            foreach (Batch _ in Stream(Endless(() => hasEnded = true)))
            {
                throw new InvalidOperationException();
            }
        });
        Assert.True(hasEnded, "the thread gave up its rows");
    }

    [Fact]
    public void A_whole_epoch_leaves_no_tensor_behind()
    {
        long before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        Assert.Equal(13, _native.Rows.InOrder(4, torch.CPU).Count());
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [Fact]
    public void A_batch_is_not_filled_again_while_it_is_in_use()
    {
        long row = 0;
        foreach (Batch batch in _native.Rows.InOrder(1, torch.CPU))
        {
            Thread.Yield();
            Assert.Equal(row, batch.Features.Categorical.data<long>()[0]);
            Assert.Equal(row * 2, batch.Features.Numeric.data<float>()[0]);
            row++;
        }

        Assert.Equal(50, row);
    }

    private BatchStream Stream(IEnumerable<ReadOnlyMemory<int>> pieces) =>
        new(_native.Rows, new RowOrder(pieces), batchSize: 2, skipped: 0, torch.CPU);

    private static IEnumerable<ReadOnlyMemory<int>> FailingAfter(int rows)
    {
        yield return Enumerable.Range(0, rows).ToArray();
        throw new InvalidDataException("the disk is gone");
    }

    private static IEnumerable<ReadOnlyMemory<int>> Endless(Action end)
    {
        try
        {
            while (true)
            {
                yield return Enumerable.Range(0, 50).ToArray();
            }
        }
        finally
        {
            end();
        }
    }
}
