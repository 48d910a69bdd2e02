using MmoePipeline.Generators.Naming;

namespace MmoePipeline.Generators.Emission;

/// <summary>Finds names that nothing of the author's has.</summary>
/// <param name="taken">The names that are taken.</param>
internal sealed class FreeNames(IEnumerable<string> taken)
{
    private readonly HashSet<string> _taken = new(taken, StringComparer.Ordinal);

    /// <summary>Takes a name, with underscores behind it where it is not free; one that is a keyword gets its @.</summary>
    public string Take(string wanted)
    {
        string name = wanted;
        while (!_taken.Add(name))
        {
            name += "_";
        }

        return CSharpName.Escaped(name);
    }
}
