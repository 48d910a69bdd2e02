using System.Runtime.InteropServices;

namespace MmoePipeline.Testing.Subjects;

/// <summary>In which number format a plugin's gradients can be checked.</summary>
internal static class Precision
{
    /// <summary>Whether a pass over an input in double precision goes through and gives double precision.</summary>
    public static bool AllowsDouble(Func<Tensor> pass)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using IDisposable noGrad = torch.no_grad();
        try
        {
            return pass().dtype == torch.float64;
        }
        catch (Exception exception) when (exception is ExternalException or ArgumentException)
        {
            return false;
        }
    }
}
