using MmoePipeline.Engine.Data.Batches;
using TorchSharp;

namespace MmoePipeline.Host.Tests.Data;

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

    /// <summary>
    /// There are three sets of tensors. While batch k is read, the thread fills k + 2 and doesn't ask for the rows of k + 3, which get the
    /// tensors of k.
    /// </summary>
    [Fact]
    public void A_batch_is_not_filled_again_while_it_is_in_use()
    {
        const int Batches = 50;
        int asked = 0;
        int held = 0;
        bool isOvertaken = false;
        using var rowsAsked = new SemaphoreSlim(0);

        using IEnumerator<Batch> batches =
            new BatchStream(_native.Rows, new RowOrder(Pieces()), batchSize: 1, skipped: 0, torch.CPU).GetEnumerator();
        for (int batch = 0; batch < Batches; batch++)
        {
            Volatile.Write(ref held, batch);
            Assert.True(batches.MoveNext());
            while (Volatile.Read(ref asked) < Math.Min(batch + 3, Batches))
            {
                Assert.True(rowsAsked.Wait(TimeSpan.FromMinutes(1)), $"the rows of batch {batch + 2} are asked for while batch {batch} is read");
            }

            Assert.Equal(batch, batches.Current.Features.Categorical.data<long>()[0]);
            Assert.Equal(batch * 2, batches.Current.Features.Numeric.data<float>()[0]);
        }

        Assert.False(batches.MoveNext());
        Assert.False(isOvertaken, "rows were asked for whose tensors were in use");

        IEnumerable<ReadOnlyMemory<int>> Pieces()
        {
            for (int row = 0; row < Batches; row++)
            {
                isOvertaken |= row - 2 > Volatile.Read(ref held);
                Volatile.Write(ref asked, row + 1);
                rowsAsked.Release();
                yield return new[] { row };
            }
        }
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
