namespace MmoePipeline.EndToEnd.Tests;

/// <summary>Builds a plugin as a stranger would, once for all tests.</summary>
public sealed class StrangersPlugin : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("mmoe-stranger").FullName;

    public string DropInFolder => Path.Combine(_folder, "plugins");

    public async Task InitializeAsync()
    {
        string project = Path.Combine(_folder, "source");
        Directory.CreateDirectory(project);
        await File.WriteAllTextAsync(
            Path.Combine(project, "Sine.csproj"),
            $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <Import Project="{Mmoe.Repository}/eng/PluginProject.props" />
            </Project>
            """);
        await File.WriteAllTextAsync(
            Path.Combine(project, "SineExperts.cs"),
            """
            using System.ComponentModel.DataAnnotations;
            using MmoePipeline.Composition;
            using MmoePipeline.Modeling;
            using TorchSharp;

            namespace Stranger;

            /// <summary>Options of waves.</summary>
            [PluginOptions]
            public sealed partial record SineOptions
            {
                /// <summary>The number of experts.</summary>
                [Range(1, 64)]
                public int Count { get; init; } = 3;

                /// <summary>The width of an expert's output.</summary>
                [Range(1, 1024)]
                public int Width { get; init; } = 32;
            }

            /// <summary>Waves: the sine of an affine map.</summary>
            [Plugin("sine")]
            public sealed class SineExperts(SineOptions options) : IExpert
            {
                public ExpertBank CreateBank(ExpertSite site) => new LoopedExpertBank(
                    [.. Enumerable.Range(0, options.Count).Select(_ => new Sine(site.InputWidth, options.Width))], options.Width);

                private sealed class Sine : torch.nn.Module<torch.Tensor, torch.Tensor>
                {
                    private readonly torch.nn.Module<torch.Tensor, torch.Tensor> _map;

                    public Sine(int inputWidth, int width)
                        : base("sine")
                    {
                        _map = torch.nn.Linear(inputWidth, width);
                        RegisterComponents();
                    }

                    public override torch.Tensor forward(torch.Tensor input) => _map.call(input).sin();
                }
            }
            """);
        Outcome built = await Mmoe.RunOtherAsync("dotnet", "build", project, "--configuration", Mmoe.BuildConfiguration);
        Assert.True(built.ExitCode == 0, built.Output);
        string destination = Path.Combine(DropInFolder, "Sine");
        Directory.CreateDirectory(destination);
        foreach (string file in Directory.EnumerateFiles(Path.Combine(project, "bin", Mmoe.BuildConfiguration, "net10.0")))
        {
            File.Copy(file, Path.Combine(destination, Path.GetFileName(file)));
        }

        // The contract and its libraries are the host's: none of them comes with the plugin.
        string output = Path.Combine(project, "bin", Mmoe.BuildConfiguration, "net10.0");
        string[] libraries = [.. Directory.EnumerateFiles(output, "*", SearchOption.AllDirectories).Where(file => Path.GetExtension(file) is ".dll" or ".so")];
        Assert.Equal([Path.Combine(output, "Sine.dll")], libraries);
    }

    public Task DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return Task.CompletedTask;
    }
}
