namespace MmoePipeline.Campaigns.Fuzzing;

/// <summary>A reader of files that is given damaged and odd ones.</summary>
internal interface IFuzzTarget
{
    /// <summary>What is read.</summary>
    string Name { get; }

    /// <summary>How many of a hundred inputs it gets.</summary>
    int Share { get; }

    /// <summary>Makes an input and has it read.</summary>
    /// <param name="random">Draws the input: the same draws make the same one.</param>
    /// <param name="folder">An empty folder for its files.</param>
    /// <returns>Whether the input was refused with a message; otherwise it was read, and rightly.</returns>
    /// <exception cref="FuzzException">It was read wrongly, or refused without saying why.</exception>
    bool IsRefused(Random random, string folder);
}
