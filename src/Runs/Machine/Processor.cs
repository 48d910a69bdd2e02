using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace MmoePipeline.Runs.Machine;

/// <summary>What a processor can do that a configuration may need.</summary>
/// <param name="Name">Its instruction set, for messages: <c>x64</c>.</param>
/// <param name="MultipliesBfloat16">
/// Whether it multiplies bfloat16 numbers: AVX512-BF16 or AMX-BF16 on x86, BF16 on Arm. AVX-NE-CONVERT does not count: it converts them only.
/// </param>
internal sealed partial record Processor(string Name, bool MultipliesBfloat16)
{
    private const string CpuInfo = "/proc/cpuinfo";

    /// <summary>The processor of this machine.</summary>
    public static Processor Machine { get; } = new(
        $"{RuntimeInformation.ProcessArchitecture}".ToLowerInvariant(),
        File.Exists(CpuInfo) ? LinuxMultipliesBfloat16(File.ReadAllText(CpuInfo))
            : X86Base.IsSupported ? X86MultipliesBfloat16(X86Base.CpuId, Avx512F.IsSupported)
            : OperatingSystem.IsMacOS() && MacMultipliesBfloat16());

    /// <summary>By what Linux says of the processors: it leaves out what it doesn't let programs use.</summary>
    /// <param name="cpuInfo">The content of <c>/proc/cpuinfo</c>. All processors must have the instructions, as a thread may run on any.</param>
    public static bool LinuxMultipliesBfloat16(string cpuInfo)
    {
        string[][] flags =
        [
            .. cpuInfo.Split('\n').Select(line => line.Split(':', 2)).Where(line => line.Length == 2 && line[0].Trim() is "flags" or "Features")
                .Select(line => line[1].Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)),
        ];
        return flags.Length > 0 && flags.All(of => of.Contains("avx512_bf16") || of.Contains("amx_bf16") || of.Contains("bf16"));
    }

    /// <summary>By the processor's own words (Intel SDM, CPUID, leaf 7): AVX512_BF16 is bit 5 of EAX of subleaf 1, AMX-BF16 bit 22 of EDX of subleaf 0.</summary>
    /// <param name="cpuId">Gives EAX, EBX, ECX and EDX of a leaf and subleaf.</param>
    /// <param name="isAvx512Enabled">Whether the system saves the registers of AVX-512 and, with them, those of AMX.</param>
    public static bool X86MultipliesBfloat16(Func<int, int, (int Eax, int Ebx, int Ecx, int Edx)> cpuId, bool isAvx512Enabled)
    {
        if (!isAvx512Enabled || cpuId(0, 0).Eax < 7)
        {
            return false;
        }

        (int lastSubleaf, _, _, int features) = cpuId(7, 0);
        return (features & (1 << 22)) != 0 || (lastSubleaf >= 1 && (cpuId(7, 1).Eax & (1 << 5)) != 0);
    }

    private static bool MacMultipliesBfloat16()
    {
        nuint size = sizeof(int);
        return SystemControl("hw.optional.arm.FEAT_BF16", out int value, ref size, 0, 0) == 0 && value == 1;
    }

    [LibraryImport("libc", EntryPoint = "sysctlbyname", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SystemControl(string name, out int value, ref nuint size, nint newValue, nuint newSize);
}
