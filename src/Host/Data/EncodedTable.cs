using Microsoft.Extensions.Logging;
using MmoePipeline.Data;
using MmoePipeline.Host.Composition;
using MmoePipeline.Tasks;

namespace MmoePipeline.Host.Data;

/// <summary>A table, encoded and split.</summary>
/// <param name="Encoding">How features are encoded.</param>
/// <param name="Training">The rows to train on.</param>
/// <param name="Validation">The rows that choose the best epoch.</param>
/// <param name="Test">The rows of the final metrics.</param>
internal sealed record EncodedTable(FeatureEncoding Encoding, EncodedRows Training, EncodedRows Validation, EncodedRows Test)
{
    /// <summary>Takes a table from the cache, or reads and encodes it and puts it there.</summary>
    /// <param name="source">The table.</param>
    /// <param name="options">Split, features and the cache's folder.</param>
    /// <param name="tasks">What is predicted.</param>
    /// <param name="logger">Hears where the table came from, and of troubles with the cache.</param>
    /// <param name="cancellation">Stops reading.</param>
    /// <exception cref="BadInputException">The table can't be read or doesn't fit the options.</exception>
    public static EncodedTable Load(
        IDataSource source, DataOptions options, ImmutableArray<ITask> tasks, ILogger logger, CancellationToken cancellation)
    {
        if (options.Cache is null)
        {
            return TableEncoder.Encode(source, options.Features, options.Split, tasks, cancellation);
        }

        var cache = new EncodedTableCache(options.Cache, logger);
        string key = EncodedTableCache.Key(source.Fingerprint(cancellation), options, tasks);
        if (cache.TryRead(key) is { } cached)
        {
            return cached;
        }

        EncodedTable table = TableEncoder.Encode(source, options.Features, options.Split, tasks, cancellation);
        cache.Write(key, table);
        return table;
    }
}
