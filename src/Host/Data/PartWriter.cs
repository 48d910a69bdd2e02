namespace MmoePipeline.Host.Data;

/// <summary>Sorts encoded columns into the rows of each part.</summary>
/// <param name="partOfRow">What each row is for.</param>
/// <param name="encoding">How values are encoded.</param>
internal sealed class PartWriter(List<SplitPart> partOfRow, FeatureEncoding encoding)
{
    /// <summary>Encodes the columns and sorts them.</summary>
    public EncodedTable Write(CategoryColumn[] categories, List<double>[] logarithms, List<float>[] targets)
    {
        int[] offsets = [.. encoding.Layout(1).Categorical.Select(field => field.Offset)];
        IEnumerable<int>[] codes = [.. categories.Select((category, field) =>
            category.Encode(encoding.Categorical[field]).Select(code => code + offsets[field]))];
        IEnumerable<float>[] numbers = [.. logarithms.Select((column, field) => column.Select(encoding.Numeric[field].Encode))];
        var categorical = Sort(codes);
        var numeric = Sort(numbers);
        var labels = Sort(targets);
        return new EncodedTable(
            encoding,
            Rows(SplitPart.Training),
            Rows(SplitPart.Validation),
            Rows(SplitPart.Test));

        EncodedRows Rows(SplitPart part) => new(
            categorical[(int)part], numeric[(int)part], labels[(int)part], partOfRow.Count(row => row == part));
    }

    /// <summary>For each part its rows, one after another, with a value of each column.</summary>
    private T[][] Sort<T>(IReadOnlyList<IEnumerable<T>> columns)
    {
        T[][] parts = [.. Enumerable.Range(0, 3).Select(part => new T[partOfRow.Count(row => (int)row == part) * columns.Count])];
        for (int column = 0; column < columns.Count; column++)
        {
            int[] next = [column, column, column];
            int row = 0;
            foreach (T value in columns[column])
            {
                int part = (int)partOfRow[row++];
                parts[part][next[part]] = value;
                next[part] += columns.Count;
            }
        }

        return parts;
    }
}
