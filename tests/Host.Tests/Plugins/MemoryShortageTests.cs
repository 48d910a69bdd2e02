using System.Runtime.InteropServices;
using MmoePipeline.Runs.Plugins;

namespace MmoePipeline.Host.Tests.Plugins;

#pragma warning disable CA2201 // These are what the runtime and TorchSharp throw.

/// <summary>Failures for want of memory, in the words of those that fail.</summary>
public sealed class MemoryShortageTests
{
    private const string Help = "; a smaller training.batchSize, a smaller network or a higher limit may help";

    [Theory]
    [InlineData("Exception of type 'System.OutOfMemoryException' was thrown.")]
    [InlineData("Insufficient memory to continue the execution of the program.")]
    public void The_runtime_says_nothing_of_use(string message) => Assert.Equal(
        "there is too little memory" + Help, MemoryShortage.Describe(new InvalidOperationException("a step failed", new OutOfMemoryException(message))));

    [Fact]
    public void A_reader_names_its_table() => Assert.Equal(
        "there is too little memory (a.csv: Allocation failure)" + Help, MemoryShortage.Describe(new InsufficientMemoryException("a.csv: Allocation failure")));

    [Fact]
    public void Libtorch_tells_the_bytes() => Assert.Equal(
        "there is too little memory (2211840 bytes more were asked for)" + Help,
        MemoryShortage.Describe(new ExternalException(
            "[enforce fail at alloc_cpu.cpp:127] err == 0. DefaultCPUAllocator: can't allocate memory: you tried to allocate 2211840 bytes. Error code 12 (Cannot allocate memory)\n"
            + "frame #0: c10::ThrowEnforceNotMet")));

    [Fact]
    public void A_device_tells_its_own() => Assert.Equal(
        "there is too little memory (CUDA out of memory. Tried to allocate 2.00 GiB)" + Help,
        MemoryShortage.Describe(new ExternalException("CUDA out of memory. Tried to allocate 2.00 GiB.\nException raised from malloc")));

    [Fact]
    public void Another_failure_is_none()
    {
        Assert.Null(MemoryShortage.Describe(new ExternalException("mat1 and mat2 shapes cannot be multiplied")));
        Assert.Null(MemoryShortage.Describe(new IOException("No space left on device")));
    }
}
