namespace MmoePipeline.Host.DataSets;

/// <summary>A file of a data set is not available.</summary>
/// <param name="problem">What is wrong.</param>
internal sealed class DataSetException(Problem problem) : Exception($"{problem}")
{
    /// <summary>What is wrong.</summary>
    public Problem Problem { get; } = problem;

    /// <summary>A file that is not the one of the catalogue.</summary>
    /// <param name="place">The file or its address.</param>
    /// <param name="what">What differs: size or SHA-256.</param>
    /// <param name="expected">That of the catalogue.</param>
    /// <param name="found">That of the file.</param>
    /// <param name="advice">What to do.</param>
    public static DataSetException OfContent(string place, string what, string expected, string found, string advice) =>
        new(new Problem(DataSetCodes.WrongContent, place, $"has another {what} than the catalogue: expected {expected}, found {found}; {advice}"));
}
