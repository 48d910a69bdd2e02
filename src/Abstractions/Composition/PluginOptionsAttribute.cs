namespace MmoePipeline.Composition;

/// <summary>
/// Marks a partial record whose properties are read from a section of the configuration. The generator writes its
/// binder, its validator (from the attributes of <c>System.ComponentModel.DataAnnotations</c>) and its descriptor.
/// </summary>
/// <remarks>
/// A property's key is its name in camelCase, its default its initialiser, its documentation its doc comment; a
/// <c>required</c> property must be present. Rules over several properties go into a method <c>void
/// Validate(OptionsSection section)</c> of the record, which reports to the section; it is called when each property for
/// itself is right.
/// </remarks>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class PluginOptionsAttribute : Attribute;
