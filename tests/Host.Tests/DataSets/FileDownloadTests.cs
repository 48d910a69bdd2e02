using System.Security.Cryptography;
using MmoePipeline.Host.DataSets;

namespace MmoePipeline.Host.Tests.DataSets;

/// <summary>Downloads from a web server on this machine.</summary>
public sealed class FileDownloadTests : IDisposable, IDownloadProgress
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(1);

    private static readonly byte[] Content = [.. Enumerable.Range(0, 300_000).Select(place => (byte)(place * 7 % 251))];

    private static readonly DataSetFile File = new()
    {
        Path = "shop/rows.csv",
        Bytes = Content.Length,
        Sha256 = Convert.ToHexStringLower(SHA256.HashData(Content)),
    };

    private readonly string _folder = Directory.CreateTempSubdirectory("mmoe-download").FullName;
    private readonly HttpClient _client = new() { Timeout = Timeout.InfiniteTimeSpan };
    private readonly List<long> _progress = [];

    private string Destination => Path.Combine(_folder, File.Path);

    public void Dispose()
    {
        _client.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task A_file_is_downloaded_from_below_the_mirrors_address()
    {
        await using var server = new WebServer(_ => WebServer.Ok(Content));
        await RunAsync(File.AddressAt(new Uri($"{server.Address}mirror/"))!, Long);
        Assert.Equal(Content, await System.IO.File.ReadAllBytesAsync(Destination));
        Assert.Equal(["/mirror/shop/rows.csv"], server.Requests);
        Assert.Equal([Destination], Directory.EnumerateFiles(_folder, "*", SearchOption.AllDirectories));
        Assert.Equal(_progress.Order(), _progress);
        Assert.Equal(Content.Length, _progress[^1]);
    }

    [Fact]
    public async Task Another_content_is_refused_with_both_hashes()
    {
        byte[] other = [.. Content[..^1], 255];
        await using var server = new WebServer(_ => WebServer.Ok(other));
        Problem problem = await RefusedAsync(server.Address, Long);
        Assert.Equal(("MMOE1403", $"{server.Address}"), (problem.Code, problem.Place));
        Assert.Contains(File.Sha256, problem.Message, StringComparison.Ordinal);
        Assert.Contains(Convert.ToHexStringLower(SHA256.HashData(other)), problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task More_than_the_file_is_refused()
    {
        await using var server = new WebServer(_ => WebServer.Ok([.. Content, 1]));
        Assert.Equal("MMOE1403", (await RefusedAsync(server.Address, Long)).Code);
    }

    [Fact]
    public async Task A_server_without_the_file_is_reported()
    {
        await using var server = new WebServer(_ => WebServer.NotFound());
        Problem problem = await RefusedAsync(server.Address, Long);
        Assert.Equal(("MMOE1402", $"{server.Address}"), (problem.Code, problem.Place));
        Assert.Contains("404", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_machine_that_refuses_the_connection_is_reported()
    {
        Uri nobody = WebServer.Nobody();
        Problem problem = await RefusedAsync(nobody, Long);
        Assert.Equal(("MMOE1402", $"{nobody}"), (problem.Code, problem.Place));
    }

    /// <summary>With the length of the whole file in its header, and without any.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_connection_that_is_cut_leaves_nothing(bool hasLength)
    {
        await using var server = new WebServer(_ => hasLength
            ? WebServer.Ok(Content[..100_000], Content.Length)
            : [.. "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n"u8, .. Content[..100_000]]);
        Assert.Equal("MMOE1402", (await RefusedAsync(server.Address, Long)).Code);
    }

    [Fact]
    public async Task A_server_that_sends_nothing_more_is_not_waited_for()
    {
        await using var server = new WebServer(_ => WebServer.Ok(Content[..100_000], Content.Length), staysOpen: true);
        Problem problem = await RefusedAsync(server.Address, TimeSpan.FromMilliseconds(300));
        Assert.Equal("MMOE1402", problem.Code);
        Assert.Contains("0.3 s", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_download_that_is_stopped_leaves_nothing()
    {
        await using var server = new WebServer(_ => WebServer.Ok(Content[..100_000], Content.Length), staysOpen: true);
        using var stop = new CancellationTokenSource();
        Task download = RunAsync(server.Address, Long, stop.Token);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => download);
        Assert.Empty(Directory.EnumerateFiles(_folder, "*", SearchOption.AllDirectories));
    }

    void IDownloadProgress.Begin(Uri address, long bytes) => Assert.Equal(Content.Length, bytes);

    void IDownloadProgress.Continue(long bytes) => _progress.Add(bytes);

    void IDownloadProgress.End()
    {
    }

    private async Task RunAsync(Uri address, TimeSpan patience, CancellationToken cancellation = default) =>
        await new FileDownload(_client, patience, this).RunAsync(File, address, Destination, cancellation);

    private async Task<Problem> RefusedAsync(Uri address, TimeSpan patience)
    {
        Problem problem = (await Assert.ThrowsAsync<DataSetException>(() => RunAsync(address, patience))).Problem;
        Assert.Empty(Directory.EnumerateFiles(_folder, "*", SearchOption.AllDirectories));
        return problem;
    }
}
