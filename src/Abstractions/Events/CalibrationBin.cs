namespace MmoePipeline.Events;

/// <summary>Rows with predictions that lie close together.</summary>
/// <param name="Predicted">The mean predicted probability, by the rows' weights.</param>
/// <param name="Observed">The share of positive rows, by the rows' weights.</param>
/// <param name="Rows">How many rows there are.</param>
public sealed record CalibrationBin(double Predicted, double Observed, int Rows);
