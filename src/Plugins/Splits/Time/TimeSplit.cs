using MmoePipeline.Composition;
using MmoePipeline.Data;
using MmoePipeline.Data.Splits;

namespace MmoePipeline.Plugins.Splits.Time;

/// <summary>Splits rows by their time: the oldest to train on, later ones to choose the best epoch, the latest for the final metrics.</summary>
/// <remarks>
/// <para>
/// With the limits v (<c>validation</c>) and s (<c>test</c>), a row of time t is for training where t &lt; v - gap, for validation where
/// v &lt;= t &lt; s - gap, and for the test where s &lt;= t; rows in a gap are left out. Of shares, v and s are the times of rows in the order of time: rows of
/// one time are in one split, and the table is read one more time, with about 16 bytes of memory for each row. A row without a time can't be used
/// (<c>data.onBadRow</c>).
/// </para>
/// <para>When to use it: for logs. A model is used on days after those that it was trained on, so it is measured on such days.</para>
/// </remarks>
[Plugin("time")]
public sealed class TimeSplit(TimeSplitOptions options) : ISplit
{
    private readonly TimeLimit _validation = TimeLimits.Parse(options.Validation)!.Value;
    private readonly TimeLimit _test = TimeLimits.Parse(options.Test)!.Value;

    /// <inheritdoc/>
    public ImmutableArray<ColumnRequest> Columns =>
        [new(options.Column, options.Unit is not null || _validation.Form == TimeLimitForm.Number ? ColumnForm.Number : ColumnForm.Text)];

    /// <inheritdoc/>
    public SplitAssigner Prepare(IDataSource source, Func<IEnumerable<TableChunk>> read)
    {
        TimeReader reader = Reader();
        (double validation, double test) = _validation.Form == TimeLimitForm.Share ? Shares(read()) : (_validation.Value, _test.Value);
        return new TimeAssigner(options.Column, reader, validation, test, options.Gap.TotalMicroseconds);
    }

    private TimeReader Reader() => new(options.Unit, options.Unit is not null ? true : _validation.Form switch
    {
        TimeLimitForm.Time => true,
        TimeLimitForm.Number => false,
        _ => null,
    });

    /// <summary>The times at which the shares begin.</summary>
    private (double Validation, double Test) Shares(IEnumerable<TableChunk> chunks)
    {
        TimeReader reader = Reader();
        var times = new List<double>();
        foreach (TableChunk chunk in chunks)
        {
            for (int row = 0; row < chunk.RowCount; row++)
            {
                double time = reader.Read(chunk.Columns[0], row);
                if (!double.IsNaN(time))
                {
                    times.Add(time);
                }
            }
        }

        if (times.Count == 0)
        {
            // No row can be assigned: each is reported on its own.
            return (double.PositiveInfinity, double.PositiveInfinity);
        }

        times.Sort();
        return (At(1 - _validation.Value - _test.Value), At(1 - _test.Value));

        double At(double share) => times[Math.Min((int)Math.Round(share * times.Count), times.Count - 1)];
    }
}
