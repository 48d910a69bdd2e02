using MmoePipeline.Configuration;

namespace MmoePipeline.Host.DataSets;

/// <summary>Gets files of data sets: from a data folder, or else by a download.</summary>
/// <param name="folder">The data folder for downloads.</param>
/// <param name="download">Downloads.</param>
internal sealed class DataSetStore(string folder, FileDownload download)
{
    /// <summary>Gets a file. One that is in a data folder is checked and stays where it is.</summary>
    /// <param name="set">The data set.</param>
    /// <param name="file">One of its files.</param>
    /// <param name="mirror">The address of a data folder on a web server; null for where the file is published.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="BadInputException">A file that is there is another one.</exception>
    /// <exception cref="DataSetException">It is not available.</exception>
    /// <exception cref="IOException">The disk fails.</exception>
    public async Task<StoredFile> GetAsync(DataSet set, DataSetFile file, Uri? mirror, CancellationToken cancellation)
    {
        if (DataSetCatalogue.Locate(set, file) is { } found)
        {
            await FileCheck.RequireSameAsync(file, found, cancellation);
            return new StoredFile(file, found, IsDownloaded: false);
        }

        if (file.AddressAt(mirror) is not { } address)
        {
            string folders = string.Join(", ", DataPath.Folders(null).Select(searched => Path.GetRelativePath(".", searched)));
            throw new DataSetException(new Problem(
                DataSetCodes.NoAddress,
                file.Path,
                $"is in none of the data folders {folders}, and no public address of it is known; follow the instructions below."));
        }

        string destination = Path.Combine(folder, file.Path);
        await download.RunAsync(file, address, destination, cancellation);
        return new StoredFile(file, Path.GetFullPath(destination), IsDownloaded: true);
    }
}
