namespace MmoePipeline.Modeling.Experts;

/// <summary>A bank that computes its experts one after another: the plain way, slower than a batched bank.</summary>
public sealed class LoopedExpertBank : ExpertBank
{
    private readonly ImmutableArray<torch.nn.Module<torch.Tensor, torch.Tensor>> _experts;

    /// <summary>Makes a bank of separate experts, which it owns.</summary>
    /// <param name="experts">At least one; each maps <c>[batch, input width]</c> to <c>[batch, outputWidth]</c>.</param>
    /// <param name="outputWidth">The width of an expert's output.</param>
    public LoopedExpertBank(ImmutableArray<torch.nn.Module<torch.Tensor, torch.Tensor>> experts, int outputWidth)
        : base(nameof(LoopedExpertBank), experts.Length, outputWidth)
    {
        _experts = experts;
        for (int index = 0; index < experts.Length; index++)
        {
            register_module($"{index}", experts[index]);
        }
    }

    /// <inheritdoc/>
    public override torch.Tensor Forward(torch.Tensor input) =>
        torch.stack([.. _experts.Select(expert => expert.call(input))]);
}
