using System.Reflection;

namespace MmoePipeline.Generators.Tests;

/// <summary>Folders of the project under test.</summary>
internal static class RepositoryFiles
{
    public static string ProjectFolder { get; } = Metadata("ProjectFolder");

    private static string Metadata(string key) => typeof(RepositoryFiles).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().First(attribute => attribute.Key == key).Value!;
}
