using Microsoft.Extensions.Logging;
using MmoePipeline.Data;
using MmoePipeline.Data.Splits;
using MmoePipeline.Engine.Data.Batches;
using MmoePipeline.Events;
using MmoePipeline.Features;
using MmoePipeline.Inference.Features;
using MmoePipeline.Modeling;
using MmoePipeline.Runs.Options.Data;
using MmoePipeline.Runs.Storage;
using MmoePipeline.Tasks;

namespace MmoePipeline.Engine.Data.Encoding;

/// <summary>A table, encoded and split. It owns the memory of its rows.</summary>
internal sealed class EncodedTable : IDisposable
{
    private readonly EncodedFile _file;
    private readonly FeatureSet _set;
    private readonly FeaturePlacement _placement;

    /// <summary>Gives a file's columns.</summary>
    /// <param name="file">The file, which the table disposes.</param>
    /// <param name="features">The features that it was encoded for.</param>
    /// <exception cref="BadInputException">It was encoded for other features.</exception>
    public EncodedTable(EncodedFile file, RunFeatures features)
    {
        _file = file;
        try
        {
            _set = FeatureSet.Create(features.Named, Encoding);
            _placement = FeaturePlacement.Create(Encoding, _set, features.Options);
        }
        catch
        {
            file.Dispose();
            throw;
        }

        Training = Rows(DataSplit.Training);
        Validation = Rows(DataSplit.Validation);
        Test = Rows(DataSplit.Test);
    }

    /// <summary>How features are encoded.</summary>
    public FeatureEncoding Encoding => _file.Header.Encoding;

    /// <summary>Where features are in batches and in the network's input.</summary>
    public FeatureLayout Layout => _placement.Layout;

    /// <summary>What a person should know of the named features' columns, a sentence each.</summary>
    public ImmutableArray<string> FeatureRemarks => _file.Header.NamedRemarks;

    /// <summary>The hash of all that is encoded, in hexadecimal digits: equal for equal tables.</summary>
    public string Checksum => _file.Checksum;

    /// <summary>How many values of each categorical field have an embedding of their own.</summary>
    public ImmutableArray<VocabularySize> Vocabularies => [.. _file.Header.Vocabularies, .. _file.Header.NamedVocabularies];

    /// <summary>The labels of the training, validation and test rows, task by task in the order of the configuration.</summary>
    public ImmutableArray<ImmutableArray<SplitLabels>> Labels => _file.Header.Labels;

    /// <summary>How the numeric features are encoded.</summary>
    public ImmutableArray<NumericFeature> NumericFeatures =>
    [
        .. Encoding.Numeric.Zip(_file.Header.Missing, (scaling, missing) =>
            new NumericFeature(scaling.Column, scaling.Mean, scaling.Deviation, scaling.IsConstant, missing)),
    ];

    /// <summary>The validation and test rows whose value of a categorical feature has no embedding of its own, feature by feature.</summary>
    public ImmutableArray<UnknownRate> HeldOut =>
    [
        .. _file.Header.Unknown.Select(rows => new UnknownRate(
            rows[(int)DataSplit.Validation] + rows[(int)DataSplit.Test], (long)Validation.Rows + Test.Rows)),
    ];

    /// <summary>The rows that were left out.</summary>
    public DataFaults Faults => _file.Header.Faults;

    /// <summary>The numbers of training, validation and test rows, and what they have in common.</summary>
    public ImmutableArray<SplitRows> Splits =>
    [
        new("training", _file.Header.Rows[0], _file.Header.Splits[0]),
        new("validation", _file.Header.Rows[1], _file.Header.Splits[1]),
        new("test", _file.Header.Rows[2], _file.Header.Splits[2]),
    ];

    /// <summary>The rows to train on.</summary>
    public EncodedRows Training { get; }

    /// <summary>The rows that choose the best epoch.</summary>
    public EncodedRows Validation { get; }

    /// <summary>The rows of the final metrics.</summary>
    public EncodedRows Test { get; }

    /// <summary>The columns that features are made of.</summary>
    public ImmutableArray<string> FeatureColumns =>
    [
        .. Encoding.Categorical.Select(vocabulary => vocabulary.Column),
        .. Encoding.Numeric.Select(scaling => scaling.Column),
        .. _set.Features.SelectMany(learnt => learnt.Feature.Columns).Select(column => column.Name),
    ];

    /// <summary>Where a feature is in a configuration.</summary>
    /// <param name="feature">The feature's name.</param>
    public string PlaceOf(string feature)
    {
        int category = Encoding.Categorical.ToList().FindIndex(field => field.Column == feature);
        int number = Encoding.Numeric.ToList().FindIndex(field => field.Column == feature);
        return category >= 0 ? $"data.features.categorical.{category}"
            : number >= 0 ? $"data.features.numeric.{number}"
            : RunFeatures.PathOf(Encoding.Features.ToList().FindIndex(stored => stored.Name == feature));
    }

    /// <summary>What of the source the table doesn't fit; null where it fits.</summary>
    /// <param name="columns">The columns of the source.</param>
    /// <param name="rows">Its number of rows; null where it isn't known.</param>
    public string? FindDifference(ImmutableArray<string> columns, long? rows)
    {
        EncodedHeader header = _file.Header;
        return !header.SourceColumns.SequenceEqual(columns) ? "has other columns"
            : rows is { } count && count != header.SourceRows ? $"has {header.SourceRows} rows, expected {count}"
            : header.Rows.Sum(part => (long)part) + header.Faults.BadRows != header.Faults.Rows ? "has other rows than were read"
            : null;
    }

    /// <summary>Takes a table from the cache, or reads and encodes it and puts it there.</summary>
    /// <param name="source">The table.</param>
    /// <param name="options">Split, features and the cache's folder.</param>
    /// <param name="split">Decides which rows are for what, as the options say.</param>
    /// <param name="tasks">What is predicted.</param>
    /// <param name="logger">Hears where the table came from, and of troubles with the cache.</param>
    /// <param name="cancellation">Stops reading.</param>
    /// <param name="mayWrite">Whether a table is put into the cache; else it is only read from there.</param>
    /// <param name="named">The named features of the options, constructed.</param>
    /// <exception cref="BadInputException">The table can't be read or doesn't fit the options.</exception>
    public static EncodedTable Load(
        IDataSource source,
        DataOptions options,
        ISplit split,
        ImmutableArray<ITask> tasks,
        ILogger logger,
        CancellationToken cancellation,
        bool mayWrite = true,
        ImmutableArray<IFeature> named = default)
    {
        var features = new RunFeatures(options.Features, named.IsDefault ? [] : named);
        if (options.Cache is null)
        {
            return TableEncoder.Encode(source, features, split, options.OnBadRow, tasks, cancellation);
        }

        var cache = new EncodedTableCache(options.Cache, options.CacheLimit, features, logger);
        string key = EncodedTableCache.Key(features.Fingerprint(source.Fingerprint(cancellation)), options, tasks);
        if (cache.TryRead(key, source, cancellation) is not { } kept)
        {
            if (!mayWrite)
            {
                logger.LogInformation(
                    "encoded columns are not kept in {Folder}: the configuration of a run folder names it; --set data.cache={Folder} keeps them",
                    options.Cache,
                    options.Cache);
                return TableEncoder.Encode(source, features, split, options.OnBadRow, tasks, cancellation);
            }

            return cache.Write(key, folder => TableEncoder.EncodeTo(
                folder, source, features, split, options.OnBadRow, tasks, cancellation));
        }

        try
        {
            // Another run may have allowed more.
            BadRows.ThrowIfAbove(kept.Faults, options.OnBadRow.Limit, source.Description);
            return kept;
        }
        catch
        {
            kept.Dispose();
            throw;
        }
    }

    /// <summary>The labels of each task, by the task's name.</summary>
    /// <param name="tasks">The tasks that the table was encoded for.</param>
    public ImmutableArray<TaskLabels> LabelsOf(ImmutableArray<ITask> tasks) =>
        [.. tasks.Zip(Labels, (task, labels) => new TaskLabels(task.Name, labels[0], labels[1], labels[2]))];

    /// <summary>What a person has to know of the labels, a sentence each.</summary>
    /// <param name="tasks">The tasks that the table was encoded for.</param>
    public ImmutableArray<string> LabelRemarksOf(ImmutableArray<ITask> tasks) =>
    [
        .. tasks.Zip(_file.Header.LabelRemarks)
            .Select((task, index) => task.Second is null ? null : $"tasks.{index} ({task.First.Name}): {task.First.Label}: {task.Second}.").OfType<string>(),
    ];

    /// <summary>The values of each categorical feature that have no embedding of their own, and what is suspicious about them.</summary>
    public ImmutableArray<OutOfVocabulary> OutOfVocabulary()
    {
        EncodedHeader header = _file.Header;
        ImmutableArray<UnknownRate> heldOut = HeldOut;
        return
        [
            .. Encoding.Categorical.Select((vocabulary, field) =>
            {
                ImmutableArray<long> rows = header.Unknown[field];
                var expected = new UnknownRate(header.ExpectedUnknown[field], Training.Rows);
                return new OutOfVocabulary(
                    vocabulary.Column,
                    rows[(int)DataSplit.Training],
                    rows[(int)DataSplit.Validation],
                    rows[(int)DataSplit.Test],
                    heldOut[field].IsOutOfProportionTo(expected)
                        ? UnknownValueText.Warning(vocabulary, "validation and test rows", heldOut[field], expected, header.UnknownExamples[field])
                        : null);
            }),
            .. Encoding.Features.Zip(header.Named).Where(pair => pair.Second.Codes.Length + pair.Second.ElementCodes.Length > 0).Select(pair =>
                new OutOfVocabulary(pair.First.Name, pair.Second.Unknown[0], pair.Second.Unknown[1], pair.Second.Unknown[2], null)),
        ];
    }

    /// <summary>Writes the rows that were left out, one JSON object a line.</summary>
    /// <param name="path">The file; one that is there is replaced: a run that was killed before its first checkpoint starts again in its folder.</param>
    /// <exception cref="IOException">The file can't be written.</exception>
    public void WriteQuarantine(string path)
    {
        using Stream lines = _file.OpenQuarantine();
        DurableFile.Write(path, lines.CopyTo);
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private EncodedRows Rows(DataSplit part)
    {
        EncodedHeader header = _file.Header;
        int rows = header.Rows[(int)part];
        int own = header.Encoding.Categorical.Length;
        ImmutableArray<CategoricalField> fields = _placement.Layout.Categorical;
        var named = new NamedColumns(_file, _placement, part);
        return new EncodedRows(
            rows,
            [.. fields.Take(own).Select((field, column) => new CodeColumn(Start(part, column), _file.Layout.Widths[column], rows, field.Offset)), .. named.Categorical],
            [.. Values(part, rows, own, header.Encoding.Numeric.Length), .. named.Numeric],
            Values(part, rows, own + header.Encoding.Numeric.Length, header.Tasks))
        {
            Lookups = named.Lookups,
            Inputs = named.Inputs,
            InputForms = [.. _placement.Layout.Modules.Select(module => module.Encoder.Form)],
            Weights = Values(part, rows, header.FirstWeight, header.Weights),
            Groups = [.. Enumerable.Range(header.FirstGroup, header.Groups).Select(column => new GroupValues(Start(part, column), rows))],
            Numbers = new RowNumbers(Start(part, header.RowColumn), rows),
        };
    }

    private ImmutableArray<ValueColumn> Values(DataSplit part, int rows, int first, int count) =>
        [.. Enumerable.Range(first, count).Select(column => new ValueColumn(Start(part, column), rows))];

    private nint Start(DataSplit part, int column) => _file.Start + (nint)_file.Layout.StartOf(part, column);
}
