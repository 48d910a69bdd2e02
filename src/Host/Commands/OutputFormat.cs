namespace MmoePipeline.Host.Commands;

/// <summary>The form of results on standard output.</summary>
internal enum OutputFormat
{
    /// <summary>For a person.</summary>
    Text,

    /// <summary>One JSON document, for scripts.</summary>
    Json,
}
