using System.Globalization;
using TorchSharp;

namespace MmoePipeline.Plugins.Probes;

/// <summary>Rows sorted by a value, such as a rounded label or the code of a field. A row whose value is NaN is in no class.</summary>
internal sealed class RowClasses
{
    private const string Others = "others";

    private readonly ImmutableArray<double> _values;
    private readonly bool _hasOthers;

    private RowClasses(ImmutableArray<double> values, ImmutableArray<string> names, bool hasOthers)
    {
        (_values, _hasOthers) = (values, hasOthers);
        Names = hasOthers ? names.Add(Others) : names;
    }

    /// <summary>The classes' names.</summary>
    public ImmutableArray<string> Names { get; }

    /// <summary>The classes 0 and 1.</summary>
    public static RowClasses Binary() => new([0, 1], ["0", "1"], false);

    /// <summary>The most frequent of rounded labels in their order, and one class for all others.</summary>
    public static RowClasses OfLabels(IEnumerable<double> labels, int count)
    {
        ImmutableArray<double> values = [.. MostFrequent(labels.Where(label => !double.IsNaN(label)).Select(Round), count).Order()];
        return new(values, [.. values.Select(value => value.ToString(CultureInfo.InvariantCulture))], true);
    }

    /// <summary>The most frequent codes, the most frequent first, and one class for all others.</summary>
    public static RowClasses OfCodes(IEnumerable<double> codes, int count, Func<int, string> name)
    {
        ImmutableArray<double> values = MostFrequent(codes, count);
        return new(values, [.. values.Select(code => name((int)code))], true);
    }

    /// <summary>Which row is in which class.</summary>
    /// <param name="values"><c>[rows]</c>.</param>
    /// <returns><c>[rows, classes]</c>, float64: 1 in the class's column, 0 elsewhere.</returns>
    public torch.Tensor Members(torch.Tensor values)
    {
        torch.Tensor rounded = values.to(torch.float64).round().unsqueeze(1);
        torch.Tensor members = rounded.eq(torch.tensor(_values.ToArray(), device: values.device).unsqueeze(0));
        if (_hasOthers)
        {
            torch.Tensor isOther = members.any(1, keepdim: true).logical_or(rounded.isnan()).logical_not();
            members = torch.cat([members, isOther], 1);
        }

        return members.to(torch.float64);
    }

    private static double Round(double value) => Math.Round(value, MidpointRounding.ToEven);

    private static ImmutableArray<double> MostFrequent(IEnumerable<double> values, int count) =>
    [
        .. values.CountBy(value => value).OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key).Take(count).Select(pair => pair.Key),
    ];
}
