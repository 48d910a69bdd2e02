using System.Runtime.Versioning;

namespace MmoePipeline.Host.Tests.Plugins;

/// <summary>Numbers and texts are those of no language, whatever the machine's: files and predictions are the same everywhere.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class CultureTests : IDisposable
{
    private readonly DropInPlace _place = new();

    public void Dispose() => _place.Dispose();

    [Fact]
    public async Task Plugins_run_in_the_invariant_culture_and_there_is_no_other()
    {
        string seen = Path.Combine(_place.Root, "seen");
        _place.Compile("Speaker", SmallPlugin.Saying("\"\"") +
            $$"""

            internal static class Arrival
            {
                [System.Runtime.CompilerServices.ModuleInitializer]
                internal static void Look()
                {
                    string german;
                    try
                    {
                        german = new System.Globalization.CultureInfo("de").Name;
                    }
                    catch (System.Globalization.CultureNotFoundException)
                    {
                        german = "none";
                    }

                    File.WriteAllText("{{seen}}", $"{System.Globalization.CultureInfo.CurrentUICulture.Name}|{1.5}|{german}");
                }
            }
            """);
        (int exitCode, _, string messages) = await ProgramProcess.RunAsync(
            new Dictionary<string, string> { ["LANG"] = "de_DE.UTF-8", ["LC_ALL"] = "de_DE.UTF-8" }, "plugins", "--plugins", _place.Folder);
        Assert.Equal((0, ""), (exitCode, messages));
        Assert.Equal("|1.5|none", await File.ReadAllTextAsync(seen));
    }
}
