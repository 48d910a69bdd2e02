using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace MmoePipeline.Host.Data;

/// <summary>Makes the file of an encoded table out of the columns that were read.</summary>
/// <param name="spill">The columns: categorical fields by number, numeric fields unscaled, targets, weights, groups,
/// each row's part.</param>
/// <param name="partColumn">The place of the rows' parts.</param>
/// <param name="rows">The numbers of training, validation and test rows.</param>
internal sealed class EncodedFileWriter(ColumnSpill spill, int partColumn, ImmutableArray<int> rows)
{
    /// <summary>Writes the file.</summary>
    /// <param name="path">The new file's path.</param>
    /// <param name="categorical">The categorical fields and their vocabularies.</param>
    /// <param name="numeric">The names of the numeric fields.</param>
    /// <param name="tasks">The number of tasks.</param>
    /// <param name="columns">The columns of weights and groups.</param>
    /// <param name="cancellation">Ends the work between two columns.</param>
    public void Write(
        string path,
        ImmutableArray<(CategoryColumn Column, ColumnVocabulary Vocabulary)> categorical,
        ImmutableArray<string> numeric,
        int tasks,
        TaskColumns columns,
        CancellationToken cancellation)
    {
        ColumnScaling[] scalings = new ColumnScaling[numeric.Length];
        var parallel = new ParallelOptions { CancellationToken = cancellation, MaxDegreeOfParallelism = Environment.ProcessorCount };
        Parallel.For(0, numeric.Length, parallel, field => scalings[field] = Scaling(numeric[field], categorical.Length + field));
        var header = new EncodedHeader(
            new FeatureEncoding([.. categorical.Select(field => field.Vocabulary)], [.. scalings]),
            rows,
            tasks,
            columns.Weights.Length,
            columns.Groups.Length);

        using SafeFileHandle file = File.OpenHandle(path, FileMode.CreateNew, FileAccess.ReadWrite);
        EncodedLayout layout = EncodedFile.WriteHeader(file, header);
        Parallel.For(0, layout.Widths.Length, parallel, column =>
        {
            if (column < categorical.Length)
            {
                int[] codes = categorical[column].Column.Codes(categorical[column].Vocabulary);
                switch (layout.Widths[column])
                {
                    case 1:
                        Write(file, layout, column, (int number) => (byte)codes[number]);
                        break;
                    case 2:
                        Write(file, layout, column, (int number) => (ushort)codes[number]);
                        break;
                    default:
                        Write(file, layout, column, (int number) => codes[number]);
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
        EncodedFile.WriteChecksum(file, layout);
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
