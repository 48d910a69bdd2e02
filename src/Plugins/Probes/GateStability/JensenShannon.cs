using TorchSharp;

namespace MmoePipeline.Plugins.Probes.GateStability;

/// <summary>
/// <c>JS(p, q) = H((p + q) / 2) - (H(p) + H(q)) / 2</c> with the entropy H in nats. Lin: Divergence Measures Based on the Shannon
/// Entropy, IEEE Transactions on Information Theory, 1991, equation 4.1 with equal weights.
/// </summary>
internal static class JensenShannon
{
    private static readonly Scalar Half = 0.5;
    private static readonly Scalar Zero = 0;

    /// <summary>How far distributions are from each other.</summary>
    /// <param name="one"><c>[rows, values]</c>, float64: a distribution in each row.</param>
    /// <param name="other">As many others.</param>
    /// <returns><c>[rows]</c>, from 0 to log 2.</returns>
    public static torch.Tensor Divergence(torch.Tensor one, torch.Tensor other) =>
        (Entropy((one + other).mul(Half)) - (Entropy(one) + Entropy(other)).mul(Half)).clamp_min(Zero);

    private static torch.Tensor Entropy(torch.Tensor distributions) => torch.special.entr(distributions).sum(-1);
}
