namespace MmoePipeline.EndToEnd.Tests;

/// <summary>A plugin's project as a stranger writes it: an expert called sine, in a folder outside of the repository.</summary>
/// <param name="folder">The project's folder; made when it is built.</param>
internal sealed class StrangersProject(string folder)
{
    private const string Source =
        """
        using System.ComponentModel.DataAnnotations;
        using MmoePipeline.Composition;
        using MmoePipeline.Configuration;
        using MmoePipeline.Modeling;
        using MmoePipeline.Modeling.Experts;
        using MmoePipeline.Modeling.Gates;
        using TorchSharp;

        namespace Stranger;

        /// <summary>Options of waves.</summary>
        [PluginOptions]
        public sealed partial record SineOptions
        {
            /// <summary>The number of experts.</summary>
            [Range(1, 64)]
            public int Count { get; init; } = 3;

            /// <summary>The output.</summary>
            [IncludedOptions]
            public OutputOptions Output { get; init; } = new();
        }

        /// <summary>Options of an expert's output, which records of options include.</summary>
        [PluginOptions]
        public sealed partial record OutputOptions
        {
            /// <summary>The width of an expert's output.</summary>
            [Range(1, 1024)]
            public int Width { get; init; } = 32;
        }

        /// <summary>Waves: the sine of an affine map.</summary>
        [Plugin("sine")]
        public sealed class SineExperts(SineOptions options) : IExpert
        {
            public ExpertBank CreateBank(ExpertContext context) => new LoopedExpertBank(
                [.. Enumerable.Range(0, options.Count).Select(_ => new Sine(context.InputWidth, options.Output.Width))], options.Output.Width);

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
        """;

    private string Output => Path.Combine(folder, "bin", Mmoe.BuildConfiguration, "net10.0");

    /// <summary>Writes the project and builds it, which has to go without a warning.</summary>
    /// <param name="project">The project file.</param>
    public async Task BuildAsync(string project)
    {
        Directory.CreateDirectory(folder);
        await File.WriteAllTextAsync(Path.Combine(folder, "Sine.csproj"), project);
        await File.WriteAllTextAsync(Path.Combine(folder, "SineExperts.cs"), Source);
        Outcome built = await Mmoe.RunOtherAsync(
            "dotnet", "build", Path.Combine(folder, "Sine.csproj"), "--configuration", Mmoe.BuildConfiguration, "-warnaserror");
        Assert.True(built.ExitCode == 0, built.Output);

        // The contract and its libraries are the host's: none of them comes with the plugin.
        string[] libraries =
        [
            .. Directory.EnumerateFiles(Output, "*", SearchOption.AllDirectories).Where(file => Path.GetExtension(file) is ".dll" or ".so"),
        ];
        Assert.Equal([Path.Combine(Output, "Sine.dll")], libraries);
    }

    /// <summary>Copies what was built into a drop-in folder.</summary>
    public void DropInto(string dropInFolder)
    {
        string destination = Path.Combine(dropInFolder, "Sine");
        Directory.CreateDirectory(destination);
        foreach (string file in Directory.EnumerateFiles(Output))
        {
            File.Copy(file, Path.Combine(destination, Path.GetFileName(file)));
        }
    }
}
