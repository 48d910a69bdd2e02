namespace MmoePipeline.Generators.Naming;

/// <summary>The contract's types by name: a generator can't reference the assembly that it generates for.</summary>
internal static class ContractNames
{
    public const string PluginAttribute = "MmoePipeline.Composition.PluginAttribute";
    public const string PluginOptionsAttribute = "MmoePipeline.Composition.PluginOptionsAttribute";
    public const string PluginKindAttribute = "MmoePipeline.Composition.PluginKindAttribute";
    public const string PluginContext = "MmoePipeline.Composition.PluginContext";
    public const string RequiresContext = "MmoePipeline.Composition.IRequiresContext`1";
    public const string PluginSlot = "MmoePipeline.Configuration.PluginSlot`1";
    public const string OptionPathAttribute = "MmoePipeline.Configuration.OptionPathAttribute";
    public const string IncludedOptionsAttribute = "MmoePipeline.Configuration.IncludedOptionsAttribute";
    public const string ItemRangeAttribute = "MmoePipeline.Configuration.ItemRangeAttribute";
    public const string OptionsSection = "MmoePipeline.Configuration.OptionsSection";
    public const string Configuration = "global::MmoePipeline.Configuration";
    public const string Root = "global::MmoePipeline";
}
