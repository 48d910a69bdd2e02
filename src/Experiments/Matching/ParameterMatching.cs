using System.Globalization;
using Microsoft.Extensions.Logging;
using MmoePipeline.Experiments.Series;
using MmoePipeline.Runs.Options;
using MmoePipeline.Runs.Plugins;

namespace MmoePipeline.Experiments.Matching;

/// <summary>
/// Widens or narrows a variant until it has about as many trained values as another: whether a gain comes from a network's
/// structure or only from its size shows at equal size.
/// </summary>
/// <param name="plugins">The loaded plugins.</param>
/// <param name="logging">Where plugins log to.</param>
/// <param name="cancellation">Ends the search.</param>
internal sealed class ParameterMatching(PluginRegistry plugins, ILoggerFactory logging, CancellationToken cancellation)
{
    /// <summary>How far counts may be apart, as a share of the given one.</summary>
    public const double Tolerance = 0.02;

    private readonly ParameterCounter _counter = new(plugins, logging);

    /// <summary>The number of trained values of a variant.</summary>
    /// <exception cref="BadInputException">Its configuration is wrong.</exception>
    public long Count(Variant variant) => _counter.Count(variant, cancellation);

    /// <summary>
    /// Multiplies all hidden sizes with one factor and rounds them; where no factor comes near enough, single sizes are changed
    /// by one, the one that helps most at a time.
    /// </summary>
    /// <param name="variant">The variant.</param>
    /// <param name="parameters">The number to come near to.</param>
    /// <returns>The variant with the sizes among its changes; as it is where its number is near enough.</returns>
    /// <exception cref="BadInputException">Its configuration is wrong, or no sizes come near enough.</exception>
    public Variant Match(Variant variant, long parameters)
    {
        RunPlan plan = SeriesPlan.Plan(plugins, variant);
        long asItIs = _counter.Count(plan, cancellation);
        if (IsNear(asItIs, parameters))
        {
            return variant;
        }

        HiddenSizes hidden = HiddenSizes.Of(plan.Configuration);
        if (hidden.Sizes.IsEmpty)
        {
            throw new BadInputException(ComparisonCodes.NoHiddenSizes, variant.Name, string.Create(
                CultureInfo.InvariantCulture,
                $"expected a model with {parameters:N0} parameters, found {asItIs:N0}, and it has no hidden sizes to change "
                + $"(options hidden, width, headWidth, rank)."));
        }

        var search = new Search(variant, hidden, _counter, parameters, cancellation);
        (ImmutableArray<int> sizes, long count) = search.Nearest();
        return IsNear(count, parameters)
            ? variant with { Sets = [.. variant.Sets, .. hidden.Sets(sizes)] }
            : throw new BadInputException(ComparisonCodes.NotMatched, variant.Name, string.Create(
                CultureInfo.InvariantCulture,
                $"no hidden sizes give it {parameters:N0} parameters within {100 * Tolerance:F0} %; the nearest are {count:N0}, with "
                + $"{string.Join(' ', hidden.Sets(sizes))}. What is shared, such as the embedding, and gates are not changed."));
    }

    private static bool IsNear(long count, long parameters) => Math.Abs(count - parameters) <= Tolerance * parameters;

    private sealed class Search(
        Variant variant, HiddenSizes hidden, ParameterCounter counter, long due, CancellationToken cancellation)
    {
        private const int Steps = 40;

        private (ImmutableArray<int> Sizes, long Count)? _best;

        private ImmutableArray<Problem> _problems = [];

        public (ImmutableArray<int> Sizes, long Count) Nearest()
        {
            (double low, double high) = (1.0 / (1 << 20), 1.0 / (1 << 20));
            if (Count(hidden.Scaled(low)) is not { } least || least < due)
            {
                Bisect(ref low, ref high);
            }

            if (_best is null)
            {
                throw new BadInputException(_problems);
            }

            while (!IsNear(_best.Value.Count, due) && Improve())
            {
            }

            return _best.Value;
        }

        /// <summary>The number of trained values never falls as the factor grows.</summary>
        private void Bisect(ref double low, ref double high)
        {
            high = 1;
            while (Count(hidden.Scaled(high)) is { } count && count < due)
            {
                (low, high) = (high, 2 * high);
            }

            for (int step = 0; step < Steps && !hidden.Scaled(low).SequenceEqual(hidden.Scaled(high)); step++)
            {
                double middle = (low + high) / 2;

                // Sizes that the options don't allow are too large ones.
                if (Count(hidden.Scaled(middle)) is { } count && count < due)
                {
                    low = middle;
                }
                else
                {
                    high = middle;
                }
            }
        }

        private bool Improve()
        {
            (ImmutableArray<int> sizes, long before) = _best!.Value;
            int change = before < due ? 1 : -1;
            for (int index = 0; index < sizes.Length; index++)
            {
                if (sizes[index] + change >= 1)
                {
                    Count(sizes.SetItem(index, sizes[index] + change));
                }
            }

            return Math.Abs(_best.Value.Count - due) < Math.Abs(before - due);
        }

        /// <summary>The count; null where a network can't have the sizes.</summary>
        private long? Count(ImmutableArray<int> sizes)
        {
            try
            {
                long count = counter.Count(With(sizes), cancellation);
                if (_best is null || Math.Abs(count - due) < Math.Abs(_best.Value.Count - due))
                {
                    _best = (sizes, count);
                }

                return count;
            }
            catch (BadInputException exception)
            {
                _problems = exception.Problems;
                return null;
            }
        }

        private Variant With(ImmutableArray<int> sizes) => variant with { Sets = [.. variant.Sets, .. hidden.Sets(sizes)] };
    }
}
