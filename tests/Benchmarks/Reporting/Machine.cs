using System.Reflection;
using System.Runtime.InteropServices;
using TorchSharp;

namespace MmoePipeline.Benchmarks.Reporting;

/// <summary>What figures were measured on.</summary>
/// <param name="Processor">The processor's name.</param>
/// <param name="Cores">The number of cores that the program may use.</param>
/// <param name="System">The operating system.</param>
/// <param name="Runtime">The version of .NET.</param>
/// <param name="TorchSharp">The version of TorchSharp.</param>
/// <param name="Threads">The number of threads of libtorch's operators.</param>
internal sealed record Machine(string Processor, int Cores, string System, string Runtime, string TorchSharp, int Threads)
{
    /// <summary>This machine.</summary>
    public static Machine Current() => new(
        ProcessorName(),
        Environment.ProcessorCount,
        RuntimeInformation.OSDescription,
        RuntimeInformation.FrameworkDescription,
        typeof(torch).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "",
        torch.get_num_threads());

    private static string ProcessorName()
    {
        const string Information = "/proc/cpuinfo";
        string? line = File.Exists(Information)
            ? File.ReadLines(Information).FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))
            : Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER");
        return line?.Split(':')[^1].Trim() ?? $"{RuntimeInformation.ProcessArchitecture}";
    }
}
