namespace MmoePipeline.Runs.Configuration;

/// <summary>Paths such as <c>model.experts.0.count</c>.</summary>
internal static class ConfigurationPath
{
    /// <summary>The path of a member or item.</summary>
    public static string Join(string path, string key) => path.Length == 0 ? key : $"{path}.{key}";
}
