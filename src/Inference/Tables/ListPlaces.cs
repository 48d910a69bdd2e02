using MmoePipeline.Data;

namespace MmoePipeline.Inference.Tables;

/// <summary>Where a source may answer with lists: where lists were asked for. Elsewhere each list would count as one value.</summary>
internal static class ListPlaces
{
    /// <summary>Requires of a chunk that no column has lists where single values were asked for.</summary>
    /// <param name="chunk">The chunk.</param>
    /// <param name="requests">What was asked for.</param>
    /// <param name="source">The source.</param>
    /// <returns>The chunk.</returns>
    /// <exception cref="BadInputException">A column has.</exception>
    public static TableChunk Require(TableChunk chunk, IReadOnlyList<ColumnRequest> requests, IDataSource source)
    {
        for (int column = 0; column < requests.Count; column++)
        {
            if (chunk.Columns[column] is ListColumn && requests[column].Form is not (ColumnForm.TextList or ColumnForm.NumberList))
            {
                throw new BadInputException(
                    DataCodes.UnexpectedLists,
                    source.Description,
                    $"column {CellText.Quote(requests[column].Name)} has lists, expected a single value in each row; lists are read by features of the types tags, sequence and vector.");
            }
        }

        return chunk;
    }
}
