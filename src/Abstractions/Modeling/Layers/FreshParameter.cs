using TorchSharp.Modules;

namespace MmoePipeline.Modeling.Layers;

/// <summary>Makes parameters out of drawn values.</summary>
public static class FreshParameter
{
    /// <summary>
    /// Makes a parameter on a device. Values are drawn on the CPU and then moved, so that a run starts from the same
    /// weights on every device.
    /// </summary>
    /// <param name="values">The values; this takes their ownership.</param>
    /// <param name="device">Where the parameter lives.</param>
    public static Parameter From(torch.Tensor values, torch.Device device)
    {
        torch.Tensor moved = values.to(device);
        if (!ReferenceEquals(moved, values))
        {
            values.Dispose();
        }

        return new Parameter(moved);
    }
}
