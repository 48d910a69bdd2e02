using MmoePipeline.Composition;
using MmoePipeline.Configuration;

namespace MmoePipeline.Testing.Tests.Broken;

/// <summary>Options with secrets.</summary>
[PluginOptions]
public sealed partial record TellingOptions
{
    /// <summary>Where they are shown.</summary>
    public Telling Telling { get; init; }

    /// <summary>A secret.</summary>
    public required Secret Password { get; init; }

    /// <summary>More of them.</summary>
    public ImmutableArray<Secret> Keys { get; init; } = [];

    /// <summary>A text that is no secret.</summary>
    public string Table { get; init; } = "env:NAME";

    /// <summary>What a record's text shows, too.</summary>
    public string Address => Telling == Telling.Options ? $"pw={Password.Reveal()}" : "";
}
