using MmoePipeline.Composition;
using MmoePipeline.Configuration;
using MmoePipeline.Generators.Naming;

namespace MmoePipeline.Generators.Tests;

/// <summary>The generator knows the contract by names only; these say that the names are right.</summary>
public sealed class ContractNamesTests
{
    [Theory]
    [InlineData(ContractNames.PluginAttribute, typeof(PluginAttribute))]
    [InlineData(ContractNames.PluginOptionsAttribute, typeof(PluginOptionsAttribute))]
    [InlineData(ContractNames.PluginKindAttribute, typeof(PluginKindAttribute))]
    [InlineData(ContractNames.PluginSlot, typeof(PluginSlot<>))]
    [InlineData(ContractNames.OptionPathAttribute, typeof(OptionPathAttribute))]
    [InlineData(ContractNames.IncludedOptionsAttribute, typeof(IncludedOptionsAttribute))]
    [InlineData(ContractNames.ItemRangeAttribute, typeof(ItemRangeAttribute))]
    [InlineData(ContractNames.OptionsSection, typeof(OptionsSection))]
    public void Are_those_of_the_contract(string name, Type type)
    {
        ArgumentNullException.ThrowIfNull(type);
        Assert.Equal(type.FullName, name);
    }
}
