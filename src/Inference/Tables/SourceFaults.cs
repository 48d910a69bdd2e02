using MmoePipeline.Data;
using MmoePipeline.Runs.Storage;

namespace MmoePipeline.Inference.Tables;

/// <summary>What a data source throws while it reads.</summary>
internal static class SourceFaults
{
    /// <summary>Calls a data source; a file that can't be read is a fault of the input, except on a full disk.</summary>
    /// <param name="source">The source.</param>
    /// <param name="ask">The call.</param>
    /// <exception cref="BadInputException">The source can't be read.</exception>
    public static T Translate<T>(IDataSource source, Func<T> ask)
    {
        try
        {
            return ask();
        }
        catch (Exception exception) when ((exception is IOException or UnauthorizedAccessException) && !DiskFull.Is(exception))
        {
            throw new BadInputException(DataCodes.Unreadable, source.Description, $"can't be read: {exception.Message}");
        }
    }
}
