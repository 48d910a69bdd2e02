using MmoePipeline.Host.Terminal;

namespace MmoePipeline.Host.Tests.Terminal;

public sealed class DurationTextTests
{
    [Theory]
    [InlineData(0, "0:00")]
    [InlineData(59.9, "0:59")]
    [InlineData(600, "10:00")]
    [InlineData(3_600, "1:00:00")]
    [InlineData(86_399, "23:59:59")]
    [InlineData((26 * 3_600) + 5, "26:00:05")]
    [InlineData((300 * 3_600) + 61, "300:01:01")]
    public void A_duration_has_all_of_its_hours(double seconds, string text) =>
        Assert.Equal(text, DurationText.Of(TimeSpan.FromSeconds(seconds)));
}
