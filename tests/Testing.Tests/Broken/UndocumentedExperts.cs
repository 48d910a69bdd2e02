using MmoePipeline.Composition;
using MmoePipeline.Configuration;
using MmoePipeline.Modeling.Experts;

namespace MmoePipeline.Testing.Tests.Broken;

[PluginOptions]
public sealed partial record UndocumentedOptions
{
    public int Count { get; init; } = 1;

    private void Validate(OptionsSection section)
    {
        if (Count < 2)
        {
            section.Report("count", "must be more; found 1");
        }
    }
}

[Plugin("undocumented")]
public sealed class UndocumentedExperts(UndocumentedOptions options) : IExpert
{
    public ExpertBank CreateBank(ExpertContext context) => throw new NotSupportedException($"{options.Count}");
}
