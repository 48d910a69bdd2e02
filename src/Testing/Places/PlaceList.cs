namespace MmoePipeline.Testing.Places;

/// <summary>The places of a kind, of which a plugin may refuse some, but not all.</summary>
internal sealed class PlaceList<TSpecimen>(ImmutableArray<Place<TSpecimen>> places)
    where TSpecimen : Specimen
{
    /// <summary>The places that the plugin takes.</summary>
    public IEnumerable<Place<TSpecimen>> Taken()
    {
        var refusals = new List<string>();
        int taken = 0;
        foreach (Place<TSpecimen> place in places)
        {
            bool isTaken;
            try
            {
                using TSpecimen specimen = place.Build(1);
                isTaken = true;
            }
            catch (BadInputException refusal)
            {
                refusals.Add($"{place.Name}: {refusal.Message}");
                isTaken = false;
            }

            if (isTaken)
            {
                taken++;
                yield return place;
            }
        }

        if (taken == 0)
        {
            throw new InvalidOperationException($"the plugin refuses every place that it was put in; {string.Join("; ", refusals)}");
        }
    }

    /// <summary>A fresh instance in the first place that the plugin takes.</summary>
    public TSpecimen Build(long seed) => Taken().First().Build(seed);
}
