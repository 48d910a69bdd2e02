namespace MmoePipeline.Plugins.Features.Vector;

/// <summary>What a row has in a column of vectors.</summary>
internal enum VectorCell
{
    /// <summary>A vector.</summary>
    Present,

    /// <summary>Nothing.</summary>
    Missing,

    /// <summary>A single value where a list is expected.</summary>
    NotAList,

    /// <summary>A vector of another length.</summary>
    WrongLength,

    /// <summary>A vector with a value that is not a number, or not one of float32's range.</summary>
    NotANumber,
}
