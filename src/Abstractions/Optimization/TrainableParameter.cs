using TorchSharp.Modules;

namespace MmoePipeline.Optimization;

/// <summary>A parameter that an optimizer trains.</summary>
/// <param name="Name">Its name, for instance <c>model.embedding.table</c>.</param>
/// <param name="Parameter">The parameter; it stays its owner's.</param>
/// <param name="LearningRateScale">What the optimizer's learning rate is multiplied by for it; not negative, and 1 as a rule.</param>
public sealed record TrainableParameter(string Name, Parameter Parameter, double LearningRateScale = 1);
