using System.Runtime.ExceptionServices;

namespace MmoePipeline.Engine.Data.Columns;

/// <summary>Does something for several features at once, on as many threads as there are processors.</summary>
internal static class EachFeature
{
    /// <summary>Calls an action for each index; where several fail, the exception of one of them is thrown as it is.</summary>
    /// <param name="count">The number of indices.</param>
    /// <param name="action">The action.</param>
    public static void Do(int count, Action<int> action)
    {
        try
        {
            Parallel.For(0, count, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, action);
        }
        catch (AggregateException exception)
        {
            ExceptionDispatchInfo.Throw(exception.Flatten().InnerExceptions[0]);
        }
    }
}
