using System.Diagnostics;
using System.Reflection;
using TorchSharp;

namespace MmoePipeline.Host.Tests.Training;

/// <summary>
/// TorchSharp passes the handles of scalars to native code without keeping the scalars alive. Its copy in an output is marked as not optimised,
/// so that arguments live until a method returns, whatever the collector does meanwhile.
/// </summary>
public sealed class NativeArgumentsTests
{
    [Fact]
    public void TorchSharp_keeps_its_arguments() =>
        Assert.True(typeof(torch).Assembly.GetCustomAttribute<DebuggableAttribute>()!.IsJITOptimizerDisabled);

    /// <summary>
    /// Without the mark, one of some thousands of such sums fails: the 1 behind it, or the 0.5, is freed before it is read.
    /// </summary>
    [Fact]
    public async Task Collections_during_native_calls_take_no_scalars()
    {
        using var stop = new CancellationTokenSource();
        Task collecting = Task.Run(() =>
        {
            while (!stop.IsCancellationRequested)
            {
                GC.Collect(0, GCCollectionMode.Forced, blocking: true);
                GC.WaitForPendingFinalizers();
            }
        });
        try
        {
            await Task.WhenAll(Task.Run(Compute), Task.Run(Compute));
        }
        finally
        {
            await stop.CancelAsync();
            await collecting;
        }
    }

    private static void Compute()
    {
        using IDisposable noGrad = torch.no_grad();
        using torch.Tensor ones = torch.ones(16);
        for (int pass = 0; pass < 15_000; pass++)
        {
            using torch.Tensor sum = ones + ones;
            using torch.Tensor half = sum * 0.25;
            Assert.Equal(0.5f, half.data<float>()[15]);
        }
    }
}
