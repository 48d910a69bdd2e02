namespace MmoePipeline.Plugins.GateRegularizers.Temperature;

/// <summary>How the temperature goes from its start to its end.</summary>
public enum TemperatureSchedule
{
    /// <summary>By equal steps.</summary>
    Linear,

    /// <summary>By equal factors.</summary>
    Exponential,
}
