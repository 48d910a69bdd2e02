namespace MmoePipeline.Plugins.Experts.Glu;

/// <summary>The function of the gating half of a gated linear unit.</summary>
public enum GluGate
{
    /// <summary>The logistic function: GLU (Dauphin et al. 2017).</summary>
    Sigmoid,

    /// <summary><c>x sigmoid(x)</c>: SwiGLU (Shazeer 2020, equation 6).</summary>
    Silu,

    /// <summary><c>x Phi(x)</c>: GEGLU (Shazeer 2020, equation 6).</summary>
    Gelu,
}
