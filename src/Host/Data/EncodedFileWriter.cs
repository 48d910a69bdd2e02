using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using MmoePipeline.Events;

namespace MmoePipeline.Host.Data;

/// <summary>Makes the file of an encoded table out of the columns that were read.</summary>
/// <param name="spill">The columns: categorical fields by hash, numeric fields unscaled, targets, weights, groups,
/// each row's part.</param>
/// <param name="partColumn">The place of the rows' parts.</param>
/// <param name="rows">The numbers of training, validation and test rows.</param>
internal sealed class EncodedFileWriter(ColumnSpill spill, int partColumn, ImmutableArray<int> rows)
{
    /// <summary>Writes the file.</summary>
    /// <param name="path">The new file's path.</param>
    /// <param name="categorical">The names of the categorical fields, and what was read of them.</param>
    /// <param name="numeric">The names of the numeric fields.</param>
    /// <param name="tasks">The number of tasks.</param>
    /// <param name="columns">The columns of weights and groups.</param>
    /// <param name="faults">The rows that were left out.</param>
    /// <param name="quarantine">What is kept of them; null for nothing.</param>
    /// <param name="cancellation">Ends the work between two columns.</param>
    public void Write(
        string path,
        ImmutableArray<(string Name, CategoryColumn Column)> categorical,
        ImmutableArray<string> numeric,
        int tasks,
        TaskColumns columns,
        DataFaults faults,
        Stream? quarantine,
        CancellationToken cancellation)
    {
        var vocabularies = new (ColumnVocabulary Vocabulary, VocabularySize Size)[categorical.Length];
        ColumnScaling[] scalings = new ColumnScaling[numeric.Length];
        var parallel = new ParallelOptions { CancellationToken = cancellation, MaxDegreeOfParallelism = Environment.ProcessorCount };
        Parallel.For(0, categorical.Length, parallel, field => vocabularies[field] = categorical[field].Column.Vocabulary(
            categorical[field].Name, spill.Read<ulong>(field), spill.Read<SplitPart>(partColumn)));
        Parallel.For(0, numeric.Length, parallel, field => scalings[field] = Scaling(numeric[field], categorical.Length + field));
        var labels = new ImmutableArray<SplitLabels>[tasks];
        Parallel.For(0, tasks, parallel, task => labels[task] = Labels(categorical.Length + numeric.Length + task));
        var header = new EncodedHeader(
            new FeatureEncoding([.. vocabularies.Select(field => field.Vocabulary)], [.. scalings]),
            [.. vocabularies.Select(field => field.Size)],
            rows,
            tasks,
            columns.Weights.Length,
            columns.Groups.Length,
            faults,
            quarantine?.Length ?? 0)
        {
            Labels = [.. labels],
        };

        using SafeFileHandle file = File.OpenHandle(path, FileMode.CreateNew, FileAccess.ReadWrite);
        EncodedLayout layout = EncodedFile.WriteHeader(file, header);
        Parallel.For(0, layout.Widths.Length, parallel, column =>
        {
            if (column < categorical.Length)
            {
                var codes = new VocabularyCodes(vocabularies[column].Vocabulary);
                switch (layout.Widths[column])
                {
                    case 1:
                        Write(file, layout, column, (ulong hash) => (byte)codes.Of(hash));
                        break;
                    case 2:
                        Write(file, layout, column, (ulong hash) => (ushort)codes.Of(hash));
                        break;
                    default:
                        Write(file, layout, column, (ulong hash) => codes.Of(hash));
                        break;
                }
            }
            else if (column < categorical.Length + numeric.Length)
            {
                Write<double, float>(file, layout, column, scalings[column - categorical.Length].Encode);
            }
            else if (column < header.FirstGroup)
            {
                Write(file, layout, column, (float value) => value);
            }
            else
            {
                Write(file, layout, column, (int group) => group);
            }
        });
        WriteQuarantine(file, layout, quarantine);
        EncodedFile.WriteChecksum(file, layout);
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
        ImmutableArray<TargetCounter> counters = [.. rows.Select(_ => new TargetCounter())];
        foreach ((ReadOnlyMemory<float> targets, ReadOnlyMemory<SplitPart> parts) in
            spill.Read<float>(column).Zip(spill.Read<SplitPart>(partColumn)))
        {
            ReadOnlySpan<SplitPart> partOfRow = parts.Span;
            ReadOnlySpan<float> target = targets.Span;
            for (int row = 0; row < target.Length; row++)
            {
                counters[(int)partOfRow[row]].Add(target[row]);
            }
        }

        return [.. counters.Select(counter => counter.ToLabels())];
    }

    private ColumnScaling Scaling(string name, int column)
    {
        double sum = OverTraining(column, value => value);
        double mean = sum / rows[(int)SplitPart.Training];
        double squares = OverTraining(column, value => (value - mean) * (value - mean));
        return ColumnScaling.Of(name, mean, squares / rows[(int)SplitPart.Training]);
    }

    private double OverTraining(int column, Func<double, double> term)
    {
        double sum = 0;
        foreach ((ReadOnlyMemory<double> values, ReadOnlyMemory<SplitPart> parts) in
            spill.Read<double>(column).Zip(spill.Read<SplitPart>(partColumn)))
        {
            ReadOnlySpan<SplitPart> partOfRow = parts.Span;
            ReadOnlySpan<double> value = values.Span;
            for (int row = 0; row < value.Length; row++)
            {
                if (partOfRow[row] == SplitPart.Training)
                {
                    sum += term(value[row]);
                }
            }
        }

        return sum;
    }

    /// <summary>Sorts a column's values by part, encodes and writes them.</summary>
    private void Write<TFrom, TTo>(SafeFileHandle file, EncodedLayout layout, int column, Func<TFrom, TTo> encode)
        where TFrom : unmanaged
        where TTo : unmanaged
    {
        long[] next = [.. rows.Select((_, part) => layout.StartOf((SplitPart)part, column))];
        TTo[][] encoded = [[], [], []];
        int[] counts = new int[encoded.Length];
        foreach ((ReadOnlyMemory<TFrom> values, ReadOnlyMemory<SplitPart> parts) in
            spill.Read<TFrom>(column).Zip(spill.Read<SplitPart>(partColumn)))
        {
            ReadOnlySpan<TFrom> value = values.Span;
            ReadOnlySpan<SplitPart> partOfRow = parts.Span;
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

            for (int part = 0; part < encoded.Length; part++)
            {
                ReadOnlySpan<byte> bytes = MemoryMarshal.AsBytes(encoded[part].AsSpan(0, counts[part]));
                RandomAccess.Write(file, bytes, next[part]);
                next[part] += bytes.Length;
            }
        }
    }
}
