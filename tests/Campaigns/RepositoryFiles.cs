using System.Reflection;

namespace MmoePipeline.Campaigns;

/// <summary>Files of the project, wherever the program is run from.</summary>
internal static class RepositoryFiles
{
    /// <summary>The full path of a file or folder of the repository.</summary>
    public static string PathOf(params string[] parts)
    {
        string repository = typeof(RepositoryFiles).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .First(attribute => attribute.Key == "RepositoryFolder").Value!;
        return Path.GetFullPath(Path.Combine([repository, .. parts]));
    }
}
