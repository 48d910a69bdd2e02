using MmoePipeline.Modeling;
using MmoePipeline.Runs;
using MmoePipeline.Runs.Machine;
using MmoePipeline.Runs.Options.Training;
using TorchSharp;

namespace MmoePipeline.Inference.Networks;

/// <summary>Refuses bfloat16 on a processor that has no instructions for it: libtorch emulates them, several times slower than float32.</summary>
internal static class PrecisionSupport
{
    /// <summary>Refuses a precision that this machine computes slowly, unless it is forced.</summary>
    /// <exception cref="BadInputException">The processor lacks the instructions.</exception>
    public static void Require(TrainingOptions training, torch.Device device)
    {
        if (FindFault(training, device.type, Processor.Machine) is { } fault)
        {
            throw new BadInputException([fault]);
        }
    }

    /// <summary>Why a precision is refused; null where it is not.</summary>
    /// <param name="training">The precision, and whether it is forced.</param>
    /// <param name="device">Where the run computes; other devices than the CPU have units of their own for bfloat16.</param>
    /// <param name="processor">The processor.</param>
    public static Problem? FindFault(TrainingOptions training, DeviceType device, Processor processor) =>
        training is { Precision: MatrixPrecision.Bfloat16, ForcePrecision: false } && device == DeviceType.CPU && !processor.MultipliesBfloat16
            ? new Problem(
                TrainingCodes.SlowPrecision,
                "training.precision",
                $"is bfloat16, and this processor ({processor.Name}) has no instructions that multiply in it (AVX512-BF16 or AMX-BF16 on "
                + "x86, BF16 on Arm), so a step would take several times as long as in float32. Set training.precision to float32, or "
                + "training.forcePrecision to true to compute in bfloat16 all the same.")
            : null;
}
