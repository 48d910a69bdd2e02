namespace MmoePipeline.Inference.Tables;

/// <summary>Codes of problems of the data of a run: columns, rows and splits.</summary>
internal static class DataCodes
{
    /// <summary>The table has no column of this name.</summary>
    public const string NoSuchColumn = "MMOE2401";

    /// <summary>A label is also a feature.</summary>
    public const string LabelIsFeature = "MMOE2402";

    /// <summary>A split has no rows.</summary>
    public const string EmptySplit = "MMOE2403";

    /// <summary>A split has more rows than can be addressed.</summary>
    public const string SplitTooLarge = "MMOE2404";

    /// <summary>The data source failed to read the table.</summary>
    public const string Unreadable = "MMOE2405";

    /// <summary>A numeric feature has no number in any training row.</summary>
    public const string NoNumbers = "MMOE2406";

    /// <summary>The labels don't fit the task.</summary>
    public const string AmbiguousLabels = "MMOE2407";

    /// <summary>The labels of a split are of no use to the task.</summary>
    public const string UnusableTargets = "MMOE2408";

    /// <summary>More rows are rejected than <c>data.onBadRow.limit</c> allows.</summary>
    public const string TooManyRejected = "MMOE2409";

    /// <summary>A value of a numeric feature is not a number.</summary>
    public const string NotANumber = "MMOE2410";

    /// <summary>A value of a numeric feature is missing.</summary>
    public const string MissingNumber = "MMOE2411";

    /// <summary>A number is outside of the range of float32.</summary>
    public const string NumberTooLarge = "MMOE2412";

    /// <summary>A number is -1 or less, and <c>log(1 + x)</c> is not defined for it.</summary>
    public const string NumberTooSmall = "MMOE2413";

    /// <summary>A number is infinite once it is standardised.</summary>
    public const string NotStandardisable = "MMOE2414";

    /// <summary>A weight is not a number from 0 on.</summary>
    public const string WrongWeight = "MMOE2415";

    /// <summary>A row has no group.</summary>
    public const string MissingGroup = "MMOE2416";

    /// <summary>A label can't be used by its task.</summary>
    public const string WrongLabel = "MMOE2417";

    /// <summary>The categorical features need too many embeddings.</summary>
    public const string TooManyEmbeddings = "MMOE2418";

    /// <summary>A batch has more values than a tensor can hold.</summary>
    public const string BatchTooLarge = "MMOE2419";

    /// <summary>The encoding file of a run can't be read.</summary>
    public const string EncodingUnreadable = "MMOE2420";

    /// <summary>An encoded table of the cache is not used; the data is encoded again.</summary>
    public const string CacheUnusable = "MMOE2421";

    /// <summary>The encoded table can't be kept in the cache.</summary>
    public const string CacheNotWritable = "MMOE2422";

    /// <summary>Two features have one name.</summary>
    public const string DuplicateFeature = "MMOE2424";

    /// <summary>Features that share an embedding table declare it in different ways.</summary>
    public const string DifferentTables = "MMOE2425";

    /// <summary>A column has lists where single values are expected.</summary>
    public const string UnexpectedLists = "MMOE2423";
}
