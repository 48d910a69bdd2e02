namespace MmoePipeline.Inference.Prediction.Files;

/// <summary>A column of a table of predictions.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">What its values are.</param>
internal sealed record PredictionColumn(string Name, PredictionColumnType Type);
