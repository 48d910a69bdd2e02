using MmoePipeline.Randomness;

namespace MmoePipeline.Testing.Subjects;

/// <summary>Where random streams stand.</summary>
internal static class GeneratorStates
{
    public static Dictionary<string, byte[]> Of(RandomStreams random) =>
        random.Opened.ToDictionary(stream => stream.Key, stream => stream.Value.SaveState().data<byte>().ToArray());

    public static void Restore(RandomStreams random, Dictionary<string, byte[]> states)
    {
        foreach ((string name, byte[] state) in states)
        {
            random.Opened[name].LoadState(torch.tensor(state));
        }
    }
}
