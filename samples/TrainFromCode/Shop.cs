using System.Globalization;

namespace TrainFromCode;

/// <summary>A shop's log, made up: cheap things are clicked more often, and some users buy more often than others.</summary>
internal static class Shop
{
    /// <summary>Writes the table.</summary>
    /// <returns>Its path.</returns>
    public static string WriteTable(string path, int rows)
    {
        var random = new Random(1);
        using var file = new StreamWriter(path);
        file.WriteLine("user,item,price,clicked,bought");
        for (int row = 0; row < rows; row++)
        {
            (int user, int item, double price) = (random.Next(50), random.Next(20), Math.Round(1 + (99 * random.NextDouble()), 2));
            bool isClicked = random.NextDouble() < 1 / (1 + Math.Exp((price / 25) + (item % 3) - 2));
            bool isBought = isClicked && random.NextDouble() < (user % 5 + 1) / 8.0;
            file.WriteLine(string.Create(CultureInfo.InvariantCulture, $"u{user},i{item},{price},{(isClicked ? 1 : 0)},{(isBought ? 1 : 0)}"));
        }

        return path;
    }

    /// <summary>A row to predict.</summary>
    public static Dictionary<string, object?> Row(string user, string item, double price) => new() { ["user"] = user, ["item"] = item, ["price"] = price };
}
