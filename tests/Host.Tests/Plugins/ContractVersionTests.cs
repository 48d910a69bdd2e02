using MmoePipeline.Runs.Plugins.DropIns;

namespace MmoePipeline.Host.Tests.Plugins;

public sealed class ContractVersionTests
{
    /// <summary>Before 1.0 every minor number may change the contract; from there on only the major one.</summary>
    [Theory]
    [InlineData("0.1", "0.1", true)]
    [InlineData("0.1", "0.2", false)]
    [InlineData("0.2", "0.1", false)]
    [InlineData("0.1", "1.1", false)]
    [InlineData("1.0", "1.0", true)]
    [InlineData("1.0", "1.3", true)]
    [InlineData("1.3", "1.0", false)]
    [InlineData("1.0", "2.0", false)]
    [InlineData("", "0.1", false)]
    [InlineData(null, "0.1", false)]
    public void A_plugin_is_for_some_hosts(string? plugin, string host, bool isCompatible) =>
        Assert.Equal(isCompatible, new AssemblyFacts("Any", plugin, [], false, []).Incompatibility(host) is null);
}
