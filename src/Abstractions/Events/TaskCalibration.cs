namespace MmoePipeline.Events;

/// <summary>The reliability diagram of a binary task (Guo et al.: On Calibration of Modern Neural Networks, ICML 2017, section 2).</summary>
/// <param name="Task">The task's name.</param>
/// <param name="Bins">The rows that have a label, by rising prediction, in bins of as equal numbers of rows as equal predictions allow.</param>
public sealed record TaskCalibration(string Task, ImmutableArray<CalibrationBin> Bins);

/// <summary>Rows with predictions that lie close together.</summary>
/// <param name="Predicted">The mean predicted probability, by the rows' weights.</param>
/// <param name="Observed">The share of positive rows, by the rows' weights.</param>
/// <param name="Rows">How many rows there are.</param>
public sealed record CalibrationBin(double Predicted, double Observed, int Rows);
