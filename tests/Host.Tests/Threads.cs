using System.Runtime.CompilerServices;
using TorchSharp;

namespace MmoePipeline.Host.Tests;

/// <summary>Tests run side by side on as many threads as there are processors: more of them in each only wait for one another.</summary>
internal static class Threads
{
    [ModuleInitializer]
    internal static void UseOne() => torch.set_num_threads(1);
}
