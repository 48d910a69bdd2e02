using Microsoft.Extensions.Configuration;
using MmoePipeline.Configuration.Tree;

namespace MmoePipeline.Host.Configuration;

/// <summary>
/// The merged tree as a source of the platform's configuration, so that services of the host that read it, such as logging
/// providers, see what the run was started with and nothing else.
/// </summary>
/// <param name="tree">The tree.</param>
internal sealed class ConfigurationTreeSource(ConfigurationNode tree) : IConfigurationSource
{
    /// <inheritdoc/>
    public IConfigurationProvider Build(IConfigurationBuilder builder) => new Provider(tree);

    private sealed class Provider(ConfigurationNode tree) : ConfigurationProvider
    {
        public override void Load() => Add(tree);

        private void Add(ConfigurationNode node)
        {
            if (node.Kind is not (ConfigurationKind.Object or ConfigurationKind.Array))
            {
                Data[node.Path.Replace('.', ':')] = node.Kind == ConfigurationKind.Null ? null : node.Text;
            }

            foreach (ConfigurationNode child in node.Members.Select(member => member.Value).Concat(node.Items))
            {
                Add(child);
            }
        }
    }
}
