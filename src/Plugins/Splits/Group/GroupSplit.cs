using System.Globalization;
using System.IO.Hashing;
using System.Text;
using MmoePipeline.Composition;
using MmoePipeline.Data;
using MmoePipeline.Data.Splits;
using MmoePipeline.Plugins.DataSources.Draws;

namespace MmoePipeline.Plugins.Splits.Group;

/// <summary>Draws the split of each group of rows, such as all rows of a user: no group is in two splits.</summary>
/// <remarks>
/// <para>
/// The draw is the XXH3 hash of the value's text with the seed, so a group keeps its split when the table grows, and in every table. The shares are
/// shares of groups; shares of rows differ from them as far as groups differ in size. A row without a group can't be used
/// (<c>data.onBadRow</c>).
/// </para>
/// <para>When to use it: to measure how well a model serves users that training never saw.</para>
/// </remarks>
[Plugin("group")]
public sealed class GroupSplit(GroupSplitOptions options) : ISplit
{
    /// <inheritdoc/>
    public ImmutableArray<ColumnRequest> Columns => [new(options.Column, ColumnForm.Text)];

    /// <inheritdoc/>
    public SplitAssigner Prepare(IDataSource source, Func<IEnumerable<TableChunk>> read) => new Assigner(options);

    private sealed class Assigner(GroupSplitOptions options) : SplitAssigner
    {
        private readonly ValuesOfTexts<DataSplit> _splitOfText = new();
        private byte[] _bytes = new byte[256];

        public override void Assign(long firstRow, ImmutableArray<TableColumn> columns, Span<DataSplit> splits, IList<SplitFault> faults)
        {
            for (int row = 0; row < splits.Length; row++)
            {
                if (SplitOf(columns[0], row) is { } split)
                {
                    splits[row] = split;
                }
                else
                {
                    faults.Add(new SplitFault(row, options.Column, SplitCodes.MissingValue, "expected a group to split by, found a missing value"));
                }
            }
        }

        private DataSplit? SplitOf(TableColumn column, int row) => column switch
        {
            CodedTextColumn coded => coded.Codes.Span[row] is >= 0 and int code && coded.Texts[code].Length > 0 ? _splitOfText.Of(coded.Texts, code, OfText) : null,
            NumberColumn numbers when !double.IsNaN(numbers.Values.Span[row]) => OfNumber(numbers.Values.Span[row]),
            _ => column.TextAt(row) is { Length: > 0 } text ? OfText(text) : null,
        };

        private DataSplit OfText(string text)
        {
            int most = Encoding.UTF8.GetMaxByteCount(text.Length);
            if (_bytes.Length < most)
            {
                _bytes = new byte[most];
            }

            return OfBytes(Encoding.UTF8.GetBytes(text, _bytes));
        }

        /// <summary>As the number's text, without making one.</summary>
        private DataSplit OfNumber(double number)
        {
            (number + 0.0).TryFormat(_bytes, out int length, "R", CultureInfo.InvariantCulture);
            return OfBytes(length);
        }

        private DataSplit OfBytes(int length) =>
            options.Shares.SplitOf(HashedDraws.Uniform(XxHash3.HashToUInt64(_bytes.AsSpan(0, length), options.Shares.Seed)));
    }
}
