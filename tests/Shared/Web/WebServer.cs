using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace MmoePipeline.Tests;

/// <summary>A web server on this machine: it answers each request with bytes of the test, as they are, and closes the connection.</summary>
internal sealed class WebServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<string> _requests = [];
    private readonly Func<string, byte[]> _answer;
    private readonly Task _work;
    private readonly bool _staysOpen;

    /// <summary>Starts it.</summary>
    /// <param name="answer">The answer to the path of a request, with its status line and headers.</param>
    /// <param name="staysOpen">Whether connections stay open after the answer, as with a server that hangs.</param>
    public WebServer(Func<string, byte[]> answer, bool staysOpen = false)
    {
        (_answer, _staysOpen) = (answer, staysOpen);
        _listener.Start();
        Address = new Uri($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");
        _work = ServeAsync();
    }

    /// <summary>Its address.</summary>
    public Uri Address { get; }

    /// <summary>The paths that were asked for.</summary>
    public IReadOnlyCollection<string> Requests => _requests;

    /// <summary>An address at which nobody listens.</summary>
    public static Uri Nobody()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}");
    }

    /// <summary>An answer with a content.</summary>
    /// <param name="content">The content.</param>
    /// <param name="length">The length that the header states; null for the content's own.</param>
    public static byte[] Ok(byte[] content, int? length = null) =>
        [.. Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"HTTP/1.1 200 OK\r\nContent-Length: {length ?? content.Length}\r\nConnection: close\r\n\r\n")), .. content];

    /// <summary>An answer that there is nothing of that name.</summary>
    public static byte[] NotFound() => Encoding.ASCII.GetBytes("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _work.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _listener.Dispose();
        _stop.Dispose();
    }

    private async Task ServeAsync()
    {
        var open = new List<TcpClient>();
        try
        {
            while (true)
            {
                TcpClient client = await _listener.AcceptTcpClientAsync(_stop.Token);
                open.Add(client);
                await AnswerAsync(client.GetStream());
                if (!_staysOpen)
                {
                    client.Close();
                }
            }
        }
        finally
        {
            open.ForEach(client => client.Dispose());
        }
    }

    private async Task AnswerAsync(NetworkStream stream)
    {
        using var reader = new StreamReader(stream, Encoding.ASCII, leaveOpen: true);
        string path = (await reader.ReadLineAsync(_stop.Token))!.Split(' ')[1];
        while (await reader.ReadLineAsync(_stop.Token) is { Length: > 0 })
        {
        }

        _requests.Enqueue(path);
        await stream.WriteAsync(_answer(path), _stop.Token);
    }
}
