namespace MmoePipeline.Plugins.GateRegularizers.LoadBalance;

/// <summary>A measure of how unevenly experts are used.</summary>
public enum LoadBalanceForm
{
    /// <summary>The squared coefficient of variation of the experts' summed weights (Shazeer et al. 2017, equations 6 and 7).</summary>
    Importance,

    /// <summary><c>experts * sum_e f_e P_e</c>, with the share of samples whose largest weight is the expert's, and its mean weight (Fedus et al. 2022, equation 4).</summary>
    Switch,
}
