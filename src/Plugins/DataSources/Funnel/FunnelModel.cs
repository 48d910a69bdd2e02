using MmoePipeline.Plugins.DataSources.Draws;

namespace MmoePipeline.Plugins.DataSources.Funnel;

/// <summary>The model that impressions are drawn from: a logistic one for clicks, and one for conversions of clicks.</summary>
/// <remarks>
/// <para>Each user has an activity a, a tendency to buy b and tastes t1, t2; each item an appeal p, a value v and traits s1, s2;
/// all standard normal. A price is <c>exp(3 + 0.5 z)</c> with z standard normal for each item.</para>
/// <para><c>logit P(click) = c0 + 0.7 a + 0.7 p + 0.5 (t1 s1 + t2 s2) + 0.3 [phone] + 0.3 sin(pi hour / 12)</c></para>
/// <para><c>logit P(conversion | click) = c1 + 0.4 a + 0.8 b + 0.6 v - 0.5 z + 0.4 t1 s1 + 0.4 [desktop]</c></para>
/// <para>The constants are such that the mean rates over the first rows are those of the options. Every draw is a hash of the
/// seed, what is drawn, and for which row, user or item, so any row can be computed for itself.</para>
/// </remarks>
public sealed class FunnelModel
{
    /// <summary>Changes whenever the same options give other rows.</summary>
    internal const int Version = 1;

    private const long CalibrationRows = 20_000;

    private readonly FunnelDataSourceOptions _options;
    private readonly HashedDraws _draws;
    private readonly double _clickConstant;
    private readonly double _conversionConstant;

    /// <summary>Finds the constants.</summary>
    /// <param name="options">Cardinalities, rates and seed.</param>
    public FunnelModel(FunnelDataSourceOptions options)
    {
        _options = options;
        _draws = new HashedDraws(options.Seed);
        FunnelRow[] rows = [.. Enumerable.Range(0, (int)Math.Min(options.Rows, CalibrationRows)).Select(row => Row(row))];
        double[] clicks = [.. rows.Select(row => Logit(row.ClickProbability))];
        double[] conversions = [.. rows.Select(row => Logit(row.ConversionProbability))];
        _clickConstant = Root(constant => clicks.Average(logit => Sigmoid(logit + constant)) - options.ClickRate);
        double[] clicked = [.. clicks.Select(logit => Sigmoid(logit + _clickConstant))];
        _conversionConstant = Root(constant => conversions.Zip(clicked)
            .Sum(row => row.Second * (Sigmoid(row.First + constant) - options.ConversionRate)));
    }

    /// <summary>Draws an impression.</summary>
    /// <param name="row">The row's number, from 0.</param>
    public FunnelRow Row(long row)
    {
        int user = (int)(_options.Users * _draws.Uniform("row.user", row));
        int item = (int)(_options.Items * Math.Pow(_draws.Uniform("row.item", row), 2));
        int device = (int)(3 * _draws.Uniform("row.device", row));
        int hour = (int)(24 * _draws.Uniform("row.hour", row));
        double first = _draws.Normal("user.taste1", user) * _draws.Normal("item.trait1", item);
        double second = _draws.Normal("user.taste2", user) * _draws.Normal("item.trait2", item);
        double activity = _draws.Normal("user.activity", user);
        double price = _draws.Normal("item.price", item);
        double click = Sigmoid(
            _clickConstant + (0.7 * activity) + (0.7 * _draws.Normal("item.appeal", item)) + (0.5 * (first + second))
            + (device == 0 ? 0.3 : 0) + (0.3 * Math.Sin(Math.PI * hour / 12)));
        double conversion = Sigmoid(
            _conversionConstant + (0.4 * activity) + (0.8 * _draws.Normal("user.tendency", user))
            + (0.6 * _draws.Normal("item.value", item)) - (0.5 * price) + (0.4 * first) + (device == 2 ? 0.4 : 0));
        bool clicked = _draws.Uniform("row.click", row) < click;
        return new FunnelRow(
            user,
            item,
            device,
            hour,
            Math.Exp(3 + (0.5 * price)),
            click,
            conversion,
            clicked,
            clicked && _draws.Uniform("row.conversion", row) < conversion);
    }

    private static double Sigmoid(double logit) => 1 / (1 + Math.Exp(-logit));

    private static double Logit(double probability) => Math.Log(probability / (1 - probability));

    /// <summary>Where a rising function is 0, by bisection.</summary>
    private static double Root(Func<double, double> function)
    {
        (double low, double high) = (-30, 30);
        for (int step = 0; step < 60; step++)
        {
            double middle = (low + high) / 2;
            (low, high) = function(middle) < 0 ? (middle, high) : (low, middle);
        }

        return (low + high) / 2;
    }
}
