using System.Reflection;
using System.Runtime.Versioning;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using MmoePipeline.Runs.Plugins;

namespace MmoePipeline.Host.Tests.Plugins;

/// <summary>A drop-in folder whose assemblies are compiled while the test runs, with the generator as a plugin's project would.</summary>
[UnsupportedOSPlatform("windows")]
internal sealed class DropInPlace : IDisposable
{
    private const UnixFileMode OwnersOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    private const string Usings =
        """
        using System;
        using System.Collections.Generic;
        using System.Collections.Immutable;
        using System.ComponentModel.DataAnnotations;
        using System.IO;
        using System.Linq;
        using System.Threading;
        using System.Threading.Tasks;
        using MediatR;
        using MmoePipeline.Composition;
        using MmoePipeline.Configuration;
        using MmoePipeline.Construction;
        using MmoePipeline.Events;
        using MmoePipeline.Losses;
        using MmoePipeline.Modeling;
        using MmoePipeline.Modeling.Experts;
        using MmoePipeline.Modeling.Gates;
        using MmoePipeline.Probing;
        using TorchSharp;

        """;

    private static readonly CSharpParseOptions ParseOptions = new(LanguageVersion.CSharp14, DocumentationMode.Parse);

    private static readonly Lazy<ImmutableArray<MetadataReference>> Platform = new(() =>
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Select(file => MetadataReference.CreateFromFile(file)),
    ]);

    private static readonly Lazy<ISourceGenerator> Generator = new(() =>
    {
        string configuration = typeof(DropInPlace).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .First(attribute => attribute.Key == "Configuration").Value!;
        var assembly = Assembly.LoadFrom(RepositoryFiles.PathOf(
            "src", "Generators", "bin", configuration, "netstandard2.0", "MmoePipeline.Generators.dll"));
        return ((IIncrementalGenerator)Activator.CreateInstance(assembly.GetType("MmoePipeline.Generators.PluginGenerator")!)!).AsSourceGenerator();
    });

    public DropInPlace() => Directory.CreateDirectory(Folder, OwnersOnly);

    /// <summary>A folder that holds the drop-in folder and what else a test makes.</summary>
    public string Root { get; } = Directory.CreateTempSubdirectory("mmoe-drop-in").FullName;

    /// <summary>The drop-in folder.</summary>
    public string Folder => Path.Combine(Root, "plugins");

    public void Dispose() => Directory.Delete(Root, recursive: true);

    /// <summary>The path of a file in the drop-in folder.</summary>
    public string PathOf(params string[] parts) => Path.Combine([Folder, .. parts]);

    /// <summary>Makes a plugin's folder.</summary>
    public string MakeFolder(string name) => Directory.CreateDirectory(PathOf(name), OwnersOnly).FullName;

    /// <summary>Compiles a plugin into a folder of its name.</summary>
    /// <returns>The assembly's path.</returns>
    public string Compile(string name, string source, bool withGenerator = true, params string[] references) =>
        CompileInto(MakeFolder(name), name, source, withGenerator, references);

    /// <summary>Compiles an assembly into a folder.</summary>
    /// <returns>The assembly's path.</returns>
    public static string CompileInto(string folder, string name, string source, bool withGenerator = true, params string[] references)
    {
        Compilation compilation = CSharpCompilation.Create(
            name,
            [CSharpSyntaxTree.ParseText(Usings + source, ParseOptions)],
            [.. Platform.Value.Where(known => !references.Any(file => Path.GetFileName(file) == Path.GetFileName(known.Display))), .. references.Select(file => MetadataReference.CreateFromFile(file))],
            new CSharpCompilationOptions(
                OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release, nullableContextOptions: NullableContextOptions.Enable));
        if (withGenerator)
        {
            CSharpGeneratorDriver.Create([Generator.Value], parseOptions: ParseOptions)
                .RunGeneratorsAndUpdateCompilation(compilation, out compilation, out _);
        }

        string file = Path.Combine(folder, $"{name}.dll");
        Microsoft.CodeAnalysis.Emit.EmitResult result = compilation.Emit(file);
        Assert.True(result.Success, string.Join('\n', result.Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)));
        File.SetUnixFileMode(file, OwnersOnly);
        return file;
    }

    /// <summary>Writes a file into a plugin's folder.</summary>
    public string Write(string name, string file, byte[] content)
    {
        string path = Path.Combine(MakeFolder(name), file);
        File.WriteAllBytes(path, content);
        File.SetUnixFileMode(path, OwnersOnly);
        return path;
    }

    /// <summary>Loads what is in the folder.</summary>
    public PluginRegistry Load() => PluginLoader.Load(Folder);

    /// <summary>The one failure of loading the folder.</summary>
    public PluginFailure Failure() => Assert.Single(Load().Failures);
}
