using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using TorchSharp;

namespace MmoePipeline.Runs.Machine;

/// <summary>Where a run was done.</summary>
/// <param name="Processor">The processor's name.</param>
/// <param name="Cores">The number of logical processors that the program may use.</param>
/// <param name="System">The operating system.</param>
/// <param name="DotNet">The .NET runtime.</param>
/// <param name="TorchSharp">TorchSharp's version.</param>
/// <param name="Threads">The threads that libtorch computes with.</param>
/// <param name="Device">Where tensors lived.</param>
internal sealed partial record RunEnvironment(
    string Processor, int Cores, string System, string DotNet, string TorchSharp, int Threads, string Device)
{
    private const string LinuxProcessors = "/proc/cpuinfo";

    /// <summary>This process and machine.</summary>
    /// <param name="device">Where tensors live.</param>
    public static RunEnvironment Of(string device) => new(
        ProcessorName(),
        Environment.ProcessorCount,
        RuntimeInformation.OSDescription,
        RuntimeInformation.FrameworkDescription,
        typeof(torch).Assembly.GetName().Version?.ToString(3) ?? "",
        torch.get_num_threads(),
        device);

    private static string ProcessorName()
    {
        string architecture = $"{RuntimeInformation.ProcessArchitecture}";
        string? name = File.Exists(LinuxProcessors)
            ? ModelName().Match(File.ReadAllText(LinuxProcessors)) is { Success: true } match ? match.Groups[1].Value.Trim() : null
            : Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER");
        return string.IsNullOrEmpty(name) ? architecture : $"{name} ({architecture})";
    }

    [GeneratedRegex(@"^model name\s*:\s*(.+)$", RegexOptions.Multiline)]
    private static partial Regex ModelName();
}
