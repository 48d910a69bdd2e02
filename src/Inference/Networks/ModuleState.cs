using TorchSharp;

namespace MmoePipeline.Inference.Networks;

/// <summary>The tensors of a module, each once.</summary>
internal static class ModuleState
{
    /// <summary>Parameters and buffers by name, in the order of the names. The tensors stay the module's.</summary>
    /// <param name="prefix">Comes before each name.</param>
    /// <param name="module">The module.</param>
    /// <remarks>
    /// TorchSharp knows a module that is registered and is in a field of its owner by both names, with and without an underscore; the one without counts.
    /// </remarks>
    public static IEnumerable<KeyValuePair<string, torch.Tensor>> Of(string prefix, torch.nn.Module module) =>
    [
        .. module.state_dict().OrderBy(pair => pair.Key.Split('.').Count(part => part.StartsWith('_'))).ThenBy(pair => pair.Key, StringComparer.Ordinal)
            .DistinctBy(pair => pair.Value.Handle).Select(pair => KeyValuePair.Create(prefix + pair.Key, pair.Value))
            .OrderBy(pair => pair.Key, StringComparer.Ordinal),
    ];
}
