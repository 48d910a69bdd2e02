using MmoePipeline.Inference.Networks;
using MmoePipeline.Modeling;
using MmoePipeline.Runs.Machine;
using MmoePipeline.Runs.Options.Training;
using TorchSharp;

namespace MmoePipeline.Host.Tests.Training;

public sealed class PrecisionSupportTests
{
    private static readonly Processor Without = new("x64", MultipliesBfloat16: false);

    private static readonly Processor With = new("x64", MultipliesBfloat16: true);

    private static readonly TrainingOptions Float32 = new() { Optimizer = null! };

    private static readonly TrainingOptions Bfloat16 = Float32 with { Precision = MatrixPrecision.Bfloat16 };

    [Fact]
    public void A_processor_without_the_instructions_is_refused_with_both_ways_out()
    {
        Problem problem = PrecisionSupport.FindFault(Bfloat16, DeviceType.CPU, Without)!;
        ProblemAssert.Equal([problem], "MMOE5102 training.precision");
        Assert.Contains("float32", problem.Message, StringComparison.Ordinal);
        Assert.Contains("training.forcePrecision", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_forced_or_fast_or_not_bfloat16_passes()
    {
        Assert.Null(PrecisionSupport.FindFault(Bfloat16, DeviceType.CPU, With));
        Assert.Null(PrecisionSupport.FindFault(Bfloat16 with { ForcePrecision = true }, DeviceType.CPU, Without));
        Assert.Null(PrecisionSupport.FindFault(Bfloat16, DeviceType.CUDA, Without));
        Assert.Null(PrecisionSupport.FindFault(Float32, DeviceType.CPU, Without));
    }

    /// <summary>Of Linux: a Cooper Lake, a Sapphire Rapids without AVX512-BF16 let through, a Haswell, an Arm with and without, and one core of two that lacks it.</summary>
    [Theory]
    [InlineData(true, "flags\t\t: fpu avx2 avx512f avx512_bf16\n")]
    [InlineData(true, "flags\t\t: fpu avx2 amx_bf16 amx_tile\nflags\t\t: fpu amx_bf16\n")]
    [InlineData(false, "flags\t\t: fpu avx2 avx512f avx_ne_convert\nvmx flags\t: avx512_bf16\n")]
    [InlineData(true, "Features\t: fp asimd bf16 i8mm\n")]
    [InlineData(false, "Features\t: fp asimd\n")]
    [InlineData(false, "Features\t: fp asimd bf16\n\nFeatures\t: fp asimd\n")]
    [InlineData(false, "")]
    public void Linux_says_what_processors_can_do(bool multiplies, string cpuInfo) =>
        Assert.Equal(multiplies, Processor.LinuxMultipliesBfloat16(cpuInfo));

    /// <summary>Bit 5 of EAX of leaf 7, subleaf 1, or bit 22 of EDX of subleaf 0, and only where the system saves the registers.</summary>
    [Theory]
    [InlineData(true, 7, 1, 0, 0x20, true)]
    [InlineData(true, 7, 0, 0x400000, 0, true)]
    [InlineData(false, 7, 1, 0, 0x10, true)]
    [InlineData(false, 7, 0, 0, 0x20, true)]
    [InlineData(false, 7, 1, 0x400000, 0x20, false)]
    [InlineData(false, 6, 1, 0x400000, 0x20, true)]
    public void A_processor_says_what_it_can_do(
        bool multiplies, int lastLeaf, int lastSubleaf, int features, int moreFeatures, bool isAvx512Enabled) => Assert.Equal(
        multiplies,
        Processor.X86MultipliesBfloat16(
            (leaf, subleaf) => (leaf, subleaf) switch
            {
                (0, _) => (lastLeaf, 0, 0, 0),
                (7, 0) => (lastSubleaf, 0, 0, features),
                (7, 1) => (moreFeatures, 0, 0, 0),
                _ => throw new ArgumentOutOfRangeException(nameof(leaf)),
            },
            isAvx512Enabled));
}
