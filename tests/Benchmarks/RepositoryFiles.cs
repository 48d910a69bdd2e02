using System.Reflection;

namespace MmoePipeline.Benchmarks;

/// <summary>Files of the project that is measured.</summary>
internal static class RepositoryFiles
{
    private static readonly string Folder = typeof(RepositoryFiles).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().First(attribute => attribute.Key == "RepositoryFolder").Value!;

    /// <summary>The path of a file or folder.</summary>
    public static string PathOf(params string[] parts) => Path.GetFullPath(Path.Combine([Folder, .. parts]));
}
