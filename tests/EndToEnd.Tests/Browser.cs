using Microsoft.Playwright;

namespace MmoePipeline.EndToEnd.Tests;

/// <summary>A Chromium of the machine without a window; <c>eng/test-prerequisites.sh</c> brings it.</summary>
public sealed class Browser : IAsyncLifetime
{
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public async Task InitializeAsync()
    {
        Outcome found = await Mmoe.RunOtherAsync(
            "bash", Path.Combine(Mmoe.Repository, "eng", "test-prerequisites.sh"), "browser");
        Assert.True(found.ExitCode == 0, "there is no Chromium; eng/test-prerequisites.sh brings one");
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new()
        {
            // Root, as in containers, has no sandbox in Chromium.
            ExecutablePath = found.Output.Trim(),
            Args = ["--no-sandbox"],
        });
    }

    public async Task DisposeAsync()
    {
        await (_browser?.DisposeAsync() ?? ValueTask.CompletedTask);
        _playwright?.Dispose();
    }

    /// <summary>A window without network.</summary>
    internal Task<IBrowserContext> NewContextAsync(int width, ColorScheme scheme) => _browser!.NewContextAsync(new()
    {
        Offline = true,
        ColorScheme = scheme,
        ViewportSize = new() { Width = width, Height = 900 },
    });
}
