using System.ComponentModel.DataAnnotations;
using System.Globalization;
using MmoePipeline.Composition;
using MmoePipeline.Configuration;

namespace MmoePipeline.Features;

/// <summary>Options of which values of a column get an embedding of their own, for features of any plugin to include.</summary>
[PluginOptions]
public sealed partial record VocabularyOptions
{
    /// <summary>How often a value has to be there in the training rows to get an embedding of its own.</summary>
    [Range(1, int.MaxValue)]
    public int MinimumFrequency { get; init; } = 1;

    /// <summary>How many values get an embedding of their own at most, the commonest.</summary>
    [Range(1, 1 << 28)]
    public int MaximumVocabulary { get; init; } = 1_000_000;

    /// <summary>Over how many embeddings other values are spread by the hash of their text; 0 lets them share one.</summary>
    [Range(0, 1 << 28)]
    public int HashBuckets { get; init; }

    /// <summary>The values, where they are known: only these have an embedding of their own, also if training never saw them.</summary>
    public ImmutableArray<string> Values { get; init; } = [];

    /// <summary>
    /// Where above 0, values are codes already: whole numbers from 0 to this number less 1, each with an embedding of its own. Other values count as those that training
    /// never saw.
    /// </summary>
    [Range(0, 1 << 28)]
    public int Identities { get; init; }

    /// <summary>Where the rows of the table come from.</summary>
    public TableRows ToRows() => Identities > 0 ? new TableRows.Numbered(Identities + 1)
        : Values.IsEmpty ? new TableRows.Learnt(new VocabularyLimits(MinimumFrequency, MaximumVocabulary, HashBuckets))
        : new TableRows.Listed(Values);

    /// <summary>The code of a value.</summary>
    /// <param name="vocabulary">What was learnt; null where values are codes already.</param>
    /// <param name="text">The value; empty for a missing one.</param>
    /// <returns>A row of the table; 0 for a value without one of its own.</returns>
    public int CodeOf(Vocabulary? vocabulary, ReadOnlySpan<char> text) => vocabulary is not null
        ? vocabulary.CodeOf(text)
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int identity) && identity < Identities ? identity + 1 : 0;

    private void Validate(OptionsSection section)
    {
        if (Values.GroupBy(value => value, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            section.Report("values", $"has \"{twice.Key}\" {twice.Count()} times; expected each value once");
        }

        if (Identities > 0 && !Values.IsEmpty)
        {
            section.Report("values", "is of no use where identities are set: values are codes already");
        }
    }
}
