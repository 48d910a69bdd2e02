using System.Text;
using MmoePipeline.Host.Composition;
using MmoePipeline.Host.Configuration;
using MmoePipeline.Host.Plugins;

namespace MmoePipeline.Host.Tests;

public sealed class SchemaTests
{
    [Fact]
    public void The_committed_schema_is_that_of_the_built_in_plugins()
    {
        PluginRegistry registry = PluginLoader.Load(Path.Combine(Path.GetTempPath(), "no-such-folder"));
        using var output = new MemoryStream();
        new SchemaWriter(registry).Write(output, RunConfiguration.Descriptor);
        string schema = Encoding.UTF8.GetString(output.ToArray()) + "\n";
        Assert.True(
            schema == File.ReadAllText(RepositoryFiles.PathOf("mmoe.schema.json")),
            "mmoe.schema.json is stale; ./mmoe schema --plugins none > mmoe.schema.json renews it.");
    }
}
