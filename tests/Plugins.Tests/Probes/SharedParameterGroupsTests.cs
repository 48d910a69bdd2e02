using MmoePipeline.Modeling;
using MmoePipeline.Plugins.Architectures.Cgc;
using MmoePipeline.Plugins.Architectures.Mmoe;
using MmoePipeline.Plugins.Architectures.Ple;
using MmoePipeline.Plugins.Tests.Architectures;
using MmoePipeline.Probing;
using TorchSharp;

namespace MmoePipeline.Plugins.Tests.Probes;

public sealed class SharedParameterGroupsTests : ArchitectureFixture
{
    [Theory]
    [InlineData("mmoe")]
    [InlineData("mmoe of two banks")]
    [InlineData("cgc")]
    [InlineData("ple")]
    [InlineData("ple of three levels")]
    public void Every_entry_of_every_shared_parameter_is_in_one_group(string architecture)
    {
        using MultiTaskModel model = Model(architecture);
        var groups = new SharedParameterGroups(model);
        Assert.Equal(model.SharedParameters, groups.Parameters);
        Assert.Equal(groups.Groups.Length, groups.Groups.Select(group => group.Name).Distinct().Count());

        // Each parameter's entries are numbered; the slices of all groups have each number once.
        torch.Tensor[] numbered = [.. groups.Parameters.Select(parameter => torch.arange(parameter.numel()).view(parameter.shape))];
        var seen = groups.Groups.SelectMany(group => group.Slices)
            .SelectMany(slice => slice.SelectFrom(numbered[slice.Index]).reshape(-1).data<long>().ToArray(), (slice, entry) => (slice.Index, entry))
            .Order();
        var expected = groups.Parameters.SelectMany(
            (parameter, index) => Enumerable.Range(0, (int)parameter.numel()).Select(entry => (index, (long)entry)));
        Assert.Equal(expected, seen);
    }

    [Fact]
    public void Sets_of_experts_beside_each_other_have_groups_of_their_own()
    {
        using MultiTaskModel model = Model("ple");
        Dictionary<nint, string> names = model.named_parameters().ToDictionary(named => named.parameter.Handle, named => named.name);
        var groups = new SharedParameterGroups(model);
        Assert.Equal(
            [
                "embedding",
                "level0/shared/0", "level0/shared/1", "level0/shared/2",
                "level0/task0/0", "level0/task0/1", "level0/task1/0", "level0/task1/1",
                "level0",
                "level1/shared/0", "level1/shared/1", "level1/shared/2",
            ],
            groups.Groups.Select(group => group.Name).OrderBy(name => name == "level0" ? "level0/x" : name, StringComparer.Ordinal));
        Assert.All(groups.Groups.Where(group => group.Name.StartsWith("level0/task1", StringComparison.Ordinal)), group =>
            Assert.All(group.Slices, slice => Assert.StartsWith(
                "level0.task1.", names[groups.Parameters[slice.Index].Handle], StringComparison.Ordinal)));
    }

    /// <summary>Experts of two layers, so that both ways to hold parameters side by side are there.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void What_is_an_experts_own_gets_a_gradient_when_it_alone_is_asked(int expert)
    {
        using MultiTaskModel model = Model("mmoe of two banks");
        var groups = new SharedParameterGroups(model);
        var trace = new ForwardTrace();
        model.Forward(Features, trace);
        trace.Experts[0].Outputs[expert].square().sum().backward();
        string[] reached =
        [
            .. groups.Groups.Where(group => group.Slices.Any(slice =>
                groups.Parameters[slice.Index].grad is { } gradient && slice.SelectFrom(gradient).abs().max().item<float>() > 0))
                .Select(group => group.Name),
        ];
        Assert.Equal(["embedding", $"experts/{expert}"], reached);
        Assert.All(
            groups.Groups.Single(group => group.Name == $"experts/{expert}").Slices,
            slice => Assert.True(slice.SelectFrom(groups.Parameters[slice.Index].grad!).abs().max().item<float>() > 0));
    }

    private MultiTaskModel Model(string architecture)
    {
        ModelContext context = Context(Random, "one", "two");
        return architecture switch
        {
            "mmoe" => new MmoeModel(new MmoeOptions { Experts = [Experts(3, 6, 4)], Shared = new() { SharedLayers = [5] } }, context),
            "mmoe of two banks" => new MmoeModel(new MmoeOptions { Experts = [Experts(3, 6, 4), Experts(2, 5, 4)] }, context),
            "cgc" => new CgcModel(new CgcOptions { Experts = [Experts(3, 6, 4)], TaskExperts = [Experts(2, 4)] }, context),
            "ple" => new PleModel(new PleOptions { Experts = [Experts(3, 6, 4)], TaskExperts = [Experts(2, 4)] }, context),
            _ => new PleModel(new PleOptions { Levels = 3, Experts = [Experts(3, 6, 4)], TaskExperts = [Experts(2, 4)] }, context),
        };
    }
}
