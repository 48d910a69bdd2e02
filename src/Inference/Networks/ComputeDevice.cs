using MmoePipeline.Runs;
using MmoePipeline.Runs.Options;
using TorchSharp;

namespace MmoePipeline.Inference.Networks;

/// <summary>Chooses where to compute.</summary>
internal static class ComputeDevice
{
    /// <summary>The device for a choice.</summary>
    /// <exception cref="BadInputException">A CUDA device is asked for and there is none.</exception>
    public static torch.Device Choose(DeviceChoice choice) => choice switch
    {
        DeviceChoice.Cpu => torch.CPU,
        DeviceChoice.Auto => torch.cuda.is_available() ? torch.CUDA : torch.CPU,
        _ => torch.cuda.is_available() ? torch.CUDA : throw new BadInputException(
            TrainingCodes.NoCuda,
            "run.device",
            "is cuda, but libtorch finds no CUDA device; build with -p:TorchBackend=cuda on a machine that has "
            + "one, or set run.device to cpu."),
    };
}
