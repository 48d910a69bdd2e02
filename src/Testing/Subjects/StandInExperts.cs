using MmoePipeline.Configuration;
using MmoePipeline.Modeling.Experts;
using MmoePipeline.Modeling.Layers;

namespace MmoePipeline.Testing.Subjects;

/// <summary>Three experts of one layer, for networks that other plugins are checked in.</summary>
internal sealed class StandInExperts : IExpert
{
    public static PluginDescriptor Descriptor { get; } = new()
    {
        Kind = "expert",
        KindType = typeof(IExpert),
        Name = "stand-in",
        Type = typeof(StandInExperts),
        Summary = "Experts for checks.",
        Options = null,
        Bind = _ => null,
        Create = (_, _, _) => new StandInExperts(),
    };

    public ExpertBank CreateBank(ExpertContext context) => new Bank(context);

    private sealed class Bank : ExpertBank
    {
        private readonly FanOutLinear _map;

        public Bank(ExpertContext context)
            : base(nameof(StandInExperts), 3, 4)
        {
            _map = new FanOutLinear(context.Name, Count, context.InputWidth, OutputWidth, context.Random, context.Device);
            register_module("map", _map);
        }

        public override Tensor Forward(Tensor input) => _map.Forward(input).permute(1, 0, 2).tanh();
    }
}
