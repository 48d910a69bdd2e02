using System.Globalization;
using System.Security.Cryptography;
using MmoePipeline.Runs.Storage;

namespace MmoePipeline.Host.DataSets;

/// <summary>Downloads files of data sets. A file gets its name only when it is whole and the one of the catalogue.</summary>
/// <param name="client">The client.</param>
/// <param name="patience">How long the server may send nothing.</param>
/// <param name="progress">Gets how far it is.</param>
internal sealed class FileDownload(HttpClient client, TimeSpan patience, IDownloadProgress progress)
{
    private const int BufferBytes = 1 << 16;

    /// <summary>Downloads a file.</summary>
    /// <param name="file">The file of the catalogue.</param>
    /// <param name="address">Where it comes from.</param>
    /// <param name="destination">The file to write; its folder is made.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="DataSetException">It can't be downloaded, or is another file; nothing is left.</exception>
    /// <exception cref="IOException">The file can't be written.</exception>
    public async Task RunAsync(DataSetFile file, Uri address, string destination, CancellationToken cancellation)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(destination))!);
        using var pending = new PendingFile(destination);
        progress.Begin(address, file.Bytes);
        try
        {
            await using (FileStream output = new(pending.Temporary, FileMode.CreateNew, FileAccess.Write))
            {
                await CopyAsync(file, address, output, cancellation);
            }
        }
        finally
        {
            progress.End();
        }

        pending.Complete(overwrite: false);
    }

    private async Task CopyAsync(DataSetFile file, Uri address, FileStream output, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] buffer = new byte[BufferBytes];
        long bytes = 0;
        limit.CancelAfter(patience);
        using HttpResponseMessage response = await OfNetworkAsync(
            address, () => client.GetAsync(address, HttpCompletionOption.ResponseHeadersRead, limit.Token), cancellation);
        if (!response.IsSuccessStatusCode)
        {
            throw Failed(address, $"the server answers {(int)response.StatusCode} {response.ReasonPhrase}");
        }

        await using Stream content = await OfNetworkAsync(address, () => response.Content.ReadAsStreamAsync(limit.Token), cancellation);
        while (true)
        {
            limit.CancelAfter(patience);
            int read = await OfNetworkAsync(address, () => content.ReadAsync(buffer, limit.Token).AsTask(), cancellation);
            if (read == 0)
            {
                break;
            }

            bytes += read;
            if (bytes > file.Bytes)
            {
                throw DataSetException.OfContent($"{address}", "size", Number(file.Bytes), $"more than {Number(file.Bytes)} bytes", Advice);
            }

            hash.AppendData(buffer, 0, read);
            await output.WriteAsync(buffer.AsMemory(0, read), cancellation);
            progress.Continue(bytes);
        }

        if (bytes < file.Bytes)
        {
            throw Failed(address, $"the server sent {Number(bytes)} of {Number(file.Bytes)} bytes");
        }

        string found = Convert.ToHexStringLower(hash.GetHashAndReset());
        if (found != file.Sha256)
        {
            throw DataSetException.OfContent($"{address}", "SHA-256", file.Sha256, found, Advice);
        }
    }

    private const string Advice = "nothing was kept. Check what the address gives, or follow the instructions below.";

    /// <summary>Faults of the network, apart from those of the disk.</summary>
    private async Task<T> OfNetworkAsync<T>(Uri address, Func<Task<T>> work, CancellationToken cancellation)
    {
        try
        {
            return await work();
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw Failed(address, string.Create(CultureInfo.InvariantCulture, $"the server sent nothing for {patience.TotalSeconds:0.#} s"));
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            throw Failed(address, (exception.InnerException ?? exception).Message.ReplaceLineEndings(" ").TrimEnd('.'));
        }
    }

    private static DataSetException Failed(Uri address, string reason) =>
        new(new Problem(DataSetCodes.DownloadFailed, $"{address}", $"can't be downloaded: {reason}; nothing was kept. Try again, or follow the instructions below."));

    private static string Number(long bytes) => bytes.ToString("N0", CultureInfo.InvariantCulture);
}
