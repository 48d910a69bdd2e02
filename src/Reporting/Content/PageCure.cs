using MmoePipeline.Probing;
using MmoePipeline.Runs.Configuration;

namespace MmoePipeline.Reporting.Content;

/// <summary>A cure in the forms that a person pastes.</summary>
/// <param name="Reason">What it does about the trouble.</param>
/// <param name="Snippet">The part of a configuration file.</param>
/// <param name="Argument">The argument of the command line.</param>
internal sealed record PageCure(string Reason, string Snippet, string Argument)
{
    /// <summary>The forms of a cure.</summary>
    public static PageCure Of(Remedy remedy) => new(
        remedy.Reason, ConfigurationSnippet.Of(remedy.Path, remedy.Json), ConfigurationSnippet.Argument(remedy.Path, remedy.Json));
}
