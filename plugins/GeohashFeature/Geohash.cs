namespace GeohashFeature;

/// <summary>Geohashes: names of cells of the earth, of which each further character divides a cell into 32.</summary>
/// <remarks>
/// Niemeyer 2008. Halves of longitude and latitude are chosen in turn, longitude first, and five of these bits are a character. A cell of five characters is at most 4.9 km by 4.9 km.
/// </remarks>
public static class Geohash
{
    /// <summary>The characters of the longest name.</summary>
    public const int LongestName = 12;

    private const string Characters = "0123456789bcdefghjkmnpqrstuvwxyz";
    private const int BitsOfCharacter = 5;

    /// <summary>Names the cell that a place is in. A place on the border of two cells is in the northern or eastern one.</summary>
    /// <param name="latitude">In degrees, from -90 to 90.</param>
    /// <param name="longitude">In degrees, from -180 to 180.</param>
    /// <param name="name">Gets the name; its length is the precision.</param>
    public static void Write(double latitude, double longitude, Span<char> name)
    {
        (double south, double north) = (-90.0, 90.0);
        (double west, double east) = (-180.0, 180.0);
        bool isOfLongitude = true;
        for (int place = 0; place < name.Length; place++)
        {
            int character = 0;
            for (int bit = 0; bit < BitsOfCharacter; bit++)
            {
                bool isUpper = isOfLongitude ? Halve(longitude, ref west, ref east) : Halve(latitude, ref south, ref north);
                character = (character << 1) | (isUpper ? 1 : 0);
                isOfLongitude = !isOfLongitude;
            }

            name[place] = Characters[character];
        }
    }

    /// <summary>Goes into the half that a value is in.</summary>
    /// <returns>Whether that is the upper half.</returns>
    private static bool Halve(double value, ref double low, ref double high)
    {
        double middle = (low + high) / 2;
        bool isUpper = value >= middle;
        (low, high) = isUpper ? (middle, high) : (low, middle);
        return isUpper;
    }
}
