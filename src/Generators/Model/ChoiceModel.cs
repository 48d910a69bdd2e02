namespace MmoePipeline.Generators.Model;

/// <summary>A member of an enum.</summary>
/// <param name="Name">Its name in configurations.</param>
/// <param name="Member">Its name in C#.</param>
internal sealed record ChoiceModel(string Name, string Member);
