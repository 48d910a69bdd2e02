namespace MmoePipeline.Host.DataSets;

/// <summary>A file of a data set on this machine.</summary>
/// <param name="File">The file of the catalogue.</param>
/// <param name="FullPath">Where it is.</param>
/// <param name="IsDownloaded">Whether it was downloaded now; else it was there.</param>
internal sealed record StoredFile(DataSetFile File, string FullPath, bool IsDownloaded);
