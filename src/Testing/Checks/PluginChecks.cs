using System.Text;
using System.Text.Json;
using MmoePipeline.Configuration;

namespace MmoePipeline.Testing.Checks;

/// <summary>What is checked of every plugin.</summary>
internal static class PluginChecks
{
    private const int LongestSummary = 140;

    public static IEnumerable<string> Documentation(Subject subject)
    {
        string summary = subject.Plugin.Summary;
        if (summary.Length == 0)
        {
            yield return "the class has no summary; 'mmoe plugins' shows it. Is GenerateDocumentationFile true?";
        }
        else if (summary.Length > LongestSummary)
        {
            yield return $"the class's summary has {summary.Length} characters; the tables that show it have room for {LongestSummary}.";
        }

        foreach (OptionDescriptor option in subject.Plugin.Options?.Options ?? [])
        {
            if (option.Summary.Length == 0)
            {
                yield return $"the option '{option.Key}' has no summary.";
            }
        }
    }

    public static IEnumerable<string> Options(Subject subject)
    {
        foreach (string problem in subject.Problems)
        {
            yield return subject.Settings.Configuration == "{}"
                ? $"the defaults are not valid: {problem}; options that have to be there are given in ConformanceOptions.Configuration."
                : $"the options are not valid: {problem}";
        }

        if (subject.Options is not IPluginOptions options)
        {
            yield break;
        }

        string written = Text(options);
        ImmutableArray<string> secrets = subject.Secrets(written);
        if (secrets.Any(secret => written.Contains(secret, StringComparison.Ordinal)))
        {
            yield return "a secret is in the options that a run writes down.";
        }

        if (secrets.Any(secret => $"{options}".Contains(secret, StringComparison.Ordinal)))
        {
            yield return "a secret is in the text of the options, which any message may show; what is computed of one is a method, not a property.";
        }

        (object? again, ImmutableArray<string> problems) = subject.BindAgain(written);
        foreach (string problem in problems)
        {
            yield return $"the options that a run writes down, {written}, are not valid: {problem}";
        }

        if (again is IPluginOptions read && Text(read) != written)
        {
            yield return $"the options that a run writes down, {written}, are read as {Text(read)}.";
        }
    }

    /// <summary>The state of a plugin that nothing was done with, given to another instance.</summary>
    public static IEnumerable<string> State(Subject subject)
    {
        object one = subject.Create<object>(new ConformanceClock());
        object other = subject.Create<object>(new ConformanceClock());
        try
        {
            foreach (string problem in StateChecks.Resume(SavedParts.PartsOf(one), SavedParts.PartsOf(other)))
            {
                yield return problem;
            }
        }
        finally
        {
            (one as IDisposable)?.Dispose();
            (other as IDisposable)?.Dispose();
        }
    }

    /// <summary>The options as a run writes them down.</summary>
    public static string Text(IPluginOptions options)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            options.Write(new OptionsWriter(json));
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }
}
