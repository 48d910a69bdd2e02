namespace MmoePipeline.Plugins.DataSources.DuckDb;

/// <summary>The engine failed; the message is the engine's own.</summary>
internal sealed class EngineException(string message) : Exception(message);
