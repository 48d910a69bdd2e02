using MmoePipeline.Composition;
using MmoePipeline.Modeling.Experts;
using MmoePipeline.Modeling.Layers;
using TorchSharp;

namespace MyPlugin;

/// <summary>Experts of one layer: <c>tanh(W_i x + b_i)</c>.</summary>
/// <remarks>
/// <para>When to use it: say here what these experts are good for; the program shows it.</para>
/// </remarks>
[Plugin("my-plugin")]
public sealed class MyPluginExperts(MyPluginExpertsOptions options) : IExpert
{
    /// <inheritdoc/>
    public ExpertBank CreateBank(ExpertContext context) => new Bank(options, context);

    /// <summary>All experts at once: one matrix product. LoopedExpertBank makes a bank of single experts.</summary>
    private sealed class Bank : ExpertBank
    {
        private readonly FanOutLinear _map;

        public Bank(MyPluginExpertsOptions options, ExpertContext context)
            : base(nameof(MyPluginExperts), options.Count, options.Width)
        {
            _map = new FanOutLinear($"{context.Name}.map", options.Count, context.InputWidth, options.Width, context.Random, context.Device);
            register_module("map", _map);
        }

        public override torch.Tensor Forward(torch.Tensor input) => _map.Forward(input).permute(1, 0, 2).tanh();
    }
}
