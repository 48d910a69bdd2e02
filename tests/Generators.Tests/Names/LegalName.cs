namespace MmoePipeline.Generators.Tests.Names;

/// <summary>A name that C# allows.</summary>
/// <param name="Identifier">The name as C# has it, with its @ where it needs one.</param>
/// <param name="Key">The name of an option that is called so, in configurations.</param>
/// <param name="Choice">The name of an enum's member that is called so, in configurations.</param>
public sealed record LegalName(string Identifier, string Key, string Choice)
{
    /// <summary>Names with their configuration names, which were written by hand.</summary>
    public static ImmutableArray<LegalName> All { get; } =
    [
        .. Keywords("class", "namespace", "default", "switch", "event", "int", "object", "this", "null", "new", "static", "ref", "string", "typeof"),
        .. Keywords("field", "extension", "record", "required", "file", "scoped", "var", "_", "global", "dynamic", "nameof", "await", "partial"),
        .. Keywords("where", "value", "nint", "notnull", "unmanaged", "managed", "with", "init", "and", "not", "on", "args", "allows", "yield", "from"),
        new("Keys", "keys", "keys"),
        new("Description", "description", "description"),
        new("Section", "section", "section"),
        new("section", "section", "section"),
        new("Contract", "contract", "contract"),
        new("Of", "of", "of"),
        new("Value", "value", "value"),
        new("writer", "writer", "writer"),
        new("Defaults", "defaults", "defaults"),
        new("PluginCatalogue", "pluginCatalogue", "plugin-catalogue"),
        new("Generated", "generated", "generated"),
        new("Options", "options", "options"),
        new("options", "options", "options"),
        new("services", "services", "services"),
        new("LearningRate", "learningRate", "learning-rate"),
        new("URLPath", "urlPath", "url-path"),
        new("IO", "io", "io"),
        new("__x", "__x", "__x"),
        new("Größe", "größe", "größe"),
        new("Ünit", "ünit", "ünit"),
        new("名前", "名前", "名前"),
        new("a\u0301b", "a\u0301b", "a\u0301b"),
        new("x\u203fy", "x\u203fy", "x\u203fy"),
    ];

    private static IEnumerable<LegalName> Keywords(params string[] names) => names.Select(name => new LegalName($"@{name}", name, name));
}
