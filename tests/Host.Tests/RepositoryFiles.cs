using System.Reflection;

namespace MmoePipeline.Host.Tests;

/// <summary>Files of the project under test.</summary>
internal static class RepositoryFiles
{
    private static readonly string Folder = typeof(RepositoryFiles).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().First(attribute => attribute.Key == "RepositoryFolder").Value!;

    public static string PathOf(params string[] parts) => Path.GetFullPath(Path.Combine([Folder, .. parts]));
}
