using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using MmoePipeline.Data;
using MmoePipeline.Data.Splits;
using MmoePipeline.Engine.Data.Columns;
using MmoePipeline.Events;
using MmoePipeline.Features;
using MmoePipeline.Inference.Features;

namespace MmoePipeline.Engine.Data.Encoding;

/// <summary>Makes the file of an encoded table out of the columns that were read.</summary>
/// <param name="columns">The columns.</param>
/// <param name="reading">Reads the columns of named features again.</param>
/// <param name="cancellation">Ends the work between two columns.</param>
internal sealed class EncodedFileWriter(ColumnSet columns, TableReading reading, CancellationToken cancellation)
{
    /// <summary>Characters that are kept of an example.</summary>
    private const int ExampleLength = 200;

    private const int Examples = 64;

    private static readonly DataSplit[] Parts = [DataSplit.Training, DataSplit.Validation, DataSplit.Test];

    private readonly ColumnSpill _spill = columns.Spill;

    private readonly ParallelOptions _parallel = new() { CancellationToken = cancellation, MaxDegreeOfParallelism = Environment.ProcessorCount };

    /// <summary>Computes what the numeric columns are like.</summary>
    public ImmutableArray<ColumnStatistics> Statistics()
    {
        var statistics = new ColumnStatistics[columns.Numbers.Length];
        Parallel.For(0, statistics.Length, _parallel, field => statistics[field] = ColumnStatistics.Of(
            () => _spill.Read<double>(columns.FirstNumber + field).Zip(_spill.Read<DataSplit>(columns.PartColumn))));
        return [.. statistics];
    }

    /// <summary>Writes the file.</summary>
    /// <param name="path">The new file's path.</param>
    /// <param name="rows">The numbers of training, validation and test rows.</param>
    /// <param name="scalings">How numeric columns are encoded.</param>
    /// <param name="missing">How many rows of each have no value.</param>
    /// <param name="source">The columns of the source and its number of rows.</param>
    /// <param name="splits">What the training, validation and test rows have in common; null for nothing.</param>
    /// <param name="faults">The rows that were left out.</param>
    /// <param name="quarantine">What is kept of them; null for nothing.</param>
    public void Write(
        string path,
        ImmutableArray<int> rows,
        ImmutableArray<ColumnScaling> scalings,
        ImmutableArray<long> missing,
        (ImmutableArray<string> Columns, long Rows) source,
        ImmutableArray<string?> splits,
        DataFaults faults,
        Stream? quarantine)
    {
        var vocabularies = new (ColumnVocabulary Vocabulary, VocabularySize Size, long ExpectedUnknown)[columns.Categories.Length];
        Parallel.For(0, vocabularies.Length, _parallel, field => vocabularies[field] = columns.Categories[field].Vocabulary(
            columns.Features.Categorical[field], _spill.Read<ulong>(field), _spill.Read<DataSplit>(columns.PartColumn)));
        var labels = new ImmutableArray<SplitLabels>[columns.Labels.Length];
        Parallel.For(0, labels.Length, _parallel, task => labels[task] = Labels(columns.FirstLabel + task));
        if (columns.Named.NeedRecount)
        {
            columns.Named.BeginRecount();
            reading.ReadNamed((named, used, parts, first) => columns.Named.Learn(named, used.Span, parts.Span, first), cancellation);
        }

        (ImmutableArray<StoredFeature> learnt, ImmutableArray<StoredTable> tables) = columns.Named.Learnt();
        var encoding = new FeatureEncoding([.. vocabularies.Select(field => field.Vocabulary)], scalings) { Features = learnt, Tables = tables };
        FeatureSet set = FeatureSet.Create(columns.Named.Features, encoding);

        // Refused before anything is written: codes that can't be numbered.
        FeaturePlacement.Create(encoding, set, columns.Features);
        var header = new EncodedHeader(
            encoding,
            [.. vocabularies.Select(field => field.Size)],
            rows,
            columns.Labels.Length,
            columns.Weights.Length,
            columns.Groups.Length,
            faults,
            quarantine?.Length ?? 0)
        {
            Labels = [.. labels],
            LabelRemarks = [.. columns.Tasks.Zip(columns.Labels, (task, column) => task.FindLabelRemark(column.Counts()))],
            Missing = missing,
            ExpectedUnknown = [.. vocabularies.Select(field => field.ExpectedUnknown)],
            UnknownExamples =
            [
                .. columns.Categories.Zip(vocabularies, (column, field) => column.Examples(field.Vocabulary).Take(Examples)
                    .Select(text => CellText.Cut(text, ExampleLength)).ToImmutableArray()),
            ],
            SourceColumns = source.Columns,
            SourceRows = source.Rows,
            Splits = splits,
            Named = [.. set.Features.Select(feature => EncodedFeature.Of(feature, set))],
            NamedRemarks = [.. columns.Named.Remarks()],
            NamedVocabularies = [.. columns.Named.Sizes()],
        };

        using SafeFileHandle file = File.OpenHandle(path, FileMode.CreateNew, FileAccess.ReadWrite);
        ImmutableArray<long> longest = [long.MaxValue, long.MaxValue, long.MaxValue];
        long start = EncodedFile.WriteHeader(file, header with
        {
            Unknown = [.. vocabularies.Select(_ => longest)],
            Named = [.. header.Named.Select(feature => feature with { Elements = longest, Unknown = longest })],
        });
        var layout = new EncodedLayout(header, start);
        var unknown = new ImmutableArray<long>[vocabularies.Length];
        Parallel.For(0, header.FirstNamed, _parallel, column =>
        {
            if (column < vocabularies.Length)
            {
                unknown[column] = WriteCodes(file, layout, column, vocabularies[column].Vocabulary);
            }
            else
            {
                WriteOthers(file, layout, column, header);
            }
        });
        EncodedHeader counted = WriteNamed(file, header with { Unknown = [.. unknown] }, start, set, Path.GetDirectoryName(path)!);
        layout = new EncodedLayout(counted, start);
        WriteQuarantine(file, layout, quarantine);
        EncodedFile.RewriteHeader(file, counted, layout);
        EncodedFile.WriteChecksum(file, layout);
    }

    /// <summary>Reads the columns of the named features again and writes what their rows are encoded as.</summary>
    /// <returns>The header with what was counted.</returns>
    private EncodedHeader WriteNamed(SafeFileHandle file, EncodedHeader header, long start, FeatureSet set, string folder)
    {
        if (set.Features.IsEmpty)
        {
            return header;
        }

        ImmutableArray<int> known = [.. header.Encoding.Tables.Select(table => table.Values?.Length ?? table.Rows)];
        var layout = new EncodedLayout(header, start);
        var writers = new List<NamedFeatureWriter>();
        try
        {
            int column = header.FirstNamed;
            foreach ((LearntFeature feature, EncodedFeature encoded) in set.Features.Zip(header.Named))
            {
                int[] places = [.. encoded.Widths.Select(_ => column++)];
                writers.Add(new NamedFeatureWriter(
                    feature, known, encoded, file, [.. Parts.Select(part => places.Select(place => layout.StartOf(part, place)).ToArray())], folder));
            }

            int[] firsts = new int[writers.Count];
            for (int feature = 1; feature < firsts.Length; feature++)
            {
                firsts[feature] = firsts[feature - 1] + set.Features[feature - 1].Feature.Columns.Length;
            }

            reading.ReadNamed(
                (named, used, parts, _) => EachFeature.Do(writers.Count, feature =>
                {
                    int width = set.Features[feature].Feature.Columns.Length;
                    writers[feature].Add(named.Slice(firsts[feature], width), used.Span, parts.Span);
                }),
                cancellation);
            EncodedHeader counted = header with
            {
                Named = [.. header.Named.Zip(writers, (encoded, writer) => encoded with { Elements = writer.Elements, Unknown = writer.Unknown })],
            };
            layout = new EncodedLayout(counted, start);
            for (int index = 0; index < writers.Count; index++)
            {
                writers[index].Flush();
                foreach (DataSplit part in Parts)
                {
                    writers[index].MoveElements((int)part, file, layout.ElementsOf(part, index));
                }
            }

            return counted;
        }
        finally
        {
            foreach (NamedFeatureWriter writer in writers)
            {
                writer.Dispose();
            }
        }
    }

    /// <summary>Writes the codes of a categorical feature.</summary>
    /// <returns>For each part the rows whose value has no embedding of its own.</returns>
    private ImmutableArray<long> WriteCodes(SafeFileHandle file, EncodedLayout layout, int column, ColumnVocabulary vocabulary)
    {
        Vocabulary codes = vocabulary.ToVocabulary();
        int known = vocabulary.Values.Length;
        return layout.Widths[column] switch
        {
            1 => Write(file, layout, column, (ulong hash) => (byte)codes.CodeOf(hash), code => code == 0 || code > known),
            2 => Write(file, layout, column, (ulong hash) => (ushort)codes.CodeOf(hash), code => code == 0 || code > known),
            _ => Write(file, layout, column, (ulong hash) => codes.CodeOf(hash), code => code == 0 || code > known),
        };
    }

    private void WriteOthers(SafeFileHandle file, EncodedLayout layout, int column, EncodedHeader header)
    {
        if (column < columns.FirstLabel)
        {
            Write<double, float>(file, layout, column, header.Encoding.Numeric[column - columns.FirstNumber].Encode);
        }
        else if (column < header.FirstGroup)
        {
            Write(file, layout, column, (float value) => value);
        }
        else if (column < header.RowColumn)
        {
            Write(file, layout, column, (int group) => group);
        }
        else
        {
            Write(file, layout, column, (long number) => number, from: columns.RowColumn);
        }
    }

    private static void WriteQuarantine(SafeFileHandle file, EncodedLayout layout, Stream? quarantine)
    {
        if (quarantine is null)
        {
            return;
        }

        quarantine.Position = 0;
        byte[] buffer = new byte[1 << 16];
        long next = layout.Quarantine;
        while (quarantine.Read(buffer) is > 0 and int count)
        {
            RandomAccess.Write(file, buffer.AsSpan(0, count), next);
            next += count;
        }
    }

    /// <summary>Counts a task's targets in each split.</summary>
    private ImmutableArray<SplitLabels> Labels(int column)
    {
        ImmutableArray<TargetCounter> counters = [new(), new(), new(), new()];
        foreach ((ReadOnlyMemory<float> targets, ReadOnlyMemory<DataSplit> parts) in
            _spill.Read<float>(column).Zip(_spill.Read<DataSplit>(columns.PartColumn)))
        {
            ReadOnlySpan<DataSplit> partOfRow = parts.Span;
            ReadOnlySpan<float> target = targets.Span;
            for (int row = 0; row < target.Length; row++)
            {
                counters[(int)partOfRow[row]].Add(target[row]);
            }
        }

        return [.. counters.Take((int)DataSplit.None).Select(counter => counter.ToLabels())];
    }

    /// <summary>Sorts a column's values by part, encodes and writes them; those of rows that are for nothing are left out.</summary>
    /// <returns>For each part how many values were to be counted.</returns>
    private ImmutableArray<long> Write<TFrom, TTo>(
        SafeFileHandle file, EncodedLayout layout, int column, Func<TFrom, TTo> encode, Func<TTo, bool>? isCounted = null, int? from = null)
        where TFrom : unmanaged
        where TTo : unmanaged
    {
        const int UsedParts = (int)DataSplit.None;
        long[] next = [.. Enumerable.Range(0, UsedParts).Select(part => layout.StartOf((DataSplit)part, column))];
        TTo[][] encoded = [[], [], [], []];
        int[] counts = new int[encoded.Length];
        long[] counted = new long[UsedParts];
        foreach ((ReadOnlyMemory<TFrom> values, ReadOnlyMemory<DataSplit> parts) in
            _spill.Read<TFrom>(from ?? column).Zip(_spill.Read<DataSplit>(columns.PartColumn)))
        {
            ReadOnlySpan<TFrom> value = values.Span;
            ReadOnlySpan<DataSplit> partOfRow = parts.Span;
            for (int part = 0; part < encoded.Length; part++)
            {
                counts[part] = 0;
                encoded[part] = encoded[part].Length < value.Length ? new TTo[value.Length] : encoded[part];
            }

            for (int row = 0; row < value.Length; row++)
            {
                int part = (int)partOfRow[row];
                encoded[part][counts[part]++] = encode(value[row]);
            }

            for (int part = 0; part < UsedParts; part++)
            {
                Span<TTo> ofPart = encoded[part].AsSpan(0, counts[part]);
                ReadOnlySpan<byte> bytes = MemoryMarshal.AsBytes(ofPart);
                RandomAccess.Write(file, bytes, next[part]);
                next[part] += bytes.Length;
                for (int row = 0; isCounted is not null && row < ofPart.Length; row++)
                {
                    counted[part] += isCounted(ofPart[row]) ? 1 : 0;
                }
            }
        }

        return [.. counted];
    }
}
