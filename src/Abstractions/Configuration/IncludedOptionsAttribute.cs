namespace MmoePipeline.Configuration;

/// <summary>
/// Marks a property of an options record whose type is another options record: the options of that record are read from the same section, as if they
/// were written in place of the property. Records that have options in common include one record instead of repeating them.
/// </summary>
/// <remarks>
/// The included record keeps its own defaults and its own <c>Validate</c>, so the property is <c>required</c> or has the default <c>new()</c>. Its
/// name is not a key.
/// </remarks>
[AttributeUsage(AttributeTargets.Property)]
public sealed class IncludedOptionsAttribute : Attribute;
