using System.Diagnostics;
using System.Globalization;
using MmoePipeline.Host.DataSets;
using Spectre.Console;

namespace MmoePipeline.Host.Terminal;

/// <summary>Shows downloads to a person: a line that is renewed where the output is a terminal, else one line for each file.</summary>
/// <param name="console">Standard error, so that standard output holds results only.</param>
internal sealed class DownloadProgress(IAnsiConsole console) : IDownloadProgress
{
    private static readonly TimeSpan RenewalInterval = TimeSpan.FromMilliseconds(250);

    private readonly bool _renews = console.Profile.Capabilities.Ansi && console.Profile.Out.IsTerminal;
    private readonly Stopwatch _sinceRenewal = new();
    private long _expected;

    /// <summary>A size in MB, of 1,000,000 bytes each.</summary>
    /// <param name="bytes">The size in bytes.</param>
    public static string Size(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:N1} MB");

    /// <inheritdoc/>
    public void Begin(Uri address, long bytes)
    {
        _expected = bytes;
        _sinceRenewal.Restart();
        console.MarkupLineInterpolated($"[grey]downloading[/] {address.AbsoluteUri} ({Size(bytes)})");
    }

    /// <inheritdoc/>
    public void Continue(long bytes)
    {
        if (_renews && _sinceRenewal.Elapsed >= RenewalInterval)
        {
            _sinceRenewal.Restart();
            Clear();
            console.Write(new Text(string.Create(CultureInfo.InvariantCulture, $"{Size(bytes)} of {Size(_expected)}, {(double)bytes / _expected:P0}")));
        }
    }

    /// <inheritdoc/>
    public void End()
    {
        if (_renews)
        {
            Clear();
        }
    }

    private void Clear() => console.Write(new ControlCode("\r\u001b[2K"));
}
