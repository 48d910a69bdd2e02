namespace MmoePipeline.Testing.Checks;

/// <summary>The tensors that the calling thread made and that nobody disposed of.</summary>
internal static class LiveTensors
{
    public static long Count => DisposeScopeManager.Statistics.ThreadTotalLiveCount;
}
