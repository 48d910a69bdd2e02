namespace MmoePipeline.EndToEnd.Tests;

/// <summary>Builds a plugin as a stranger would, once for all tests.</summary>
public sealed class StrangersPlugin : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("mmoe-stranger").FullName;

    public string DropInFolder => Path.Combine(_folder, "plugins");

    public async Task InitializeAsync()
    {
        var project = new StrangersProject(Path.Combine(_folder, "source"));
        await project.BuildAsync(
            $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <Import Project="{Mmoe.Repository}/eng/PluginProject.props" />
            </Project>
            """);
        project.DropInto(DropInFolder);
    }

    public Task DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return Task.CompletedTask;
    }
}
