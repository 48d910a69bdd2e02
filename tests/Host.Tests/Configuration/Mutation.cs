using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;

namespace MmoePipeline.Host.Tests.Configuration;

/// <summary>Changes JSON documents in ways that people do by mistake.</summary>
internal static class Mutation
{
    private static readonly string[] Names = ["x", "type", "count", "epochs", "$schema"];

    /// <summary>A document in which one value, anywhere, became one of another JSON type.</summary>
    public static Gen<JsonNode?> OfType(JsonNode document) => Gen.Select(
        Gen.Int[0, Paths(document).Count - 1], Gen.Int[0, 4], (place, type) => Change(document, Paths(document)[place], type));

    /// <summary>A document in which one member or item, anywhere, is missing.</summary>
    public static Gen<JsonNode?> OfAbsence(JsonNode document) =>
        Gen.Int[1, Paths(document).Count - 1].Select(place => Remove(document, Paths(document)[place]));

    /// <summary>A document in which one object, anywhere, has a member more.</summary>
    public static Gen<JsonNode?> OfPresence(JsonNode document)
    {
        string[][] objects = [.. Paths(document).Where(path => At(document, path) is JsonObject)];
        return Gen.Select(Gen.Int[0, objects.Length - 1], Gen.OneOfConst(Names), (place, name) => Add(document, objects[place], name));
    }

    /// <summary>A document in which one number is another one.</summary>
    /// <param name="document">The document.</param>
    /// <param name="except">The path of a number that stays.</param>
    public static Gen<JsonNode?> OfNumber(JsonNode document, string except)
    {
        string[][] numbers =
        [
            .. Paths(document).Where(path => At(document, path)?.GetValueKind() == JsonValueKind.Number && string.Join('.', path) != except),
        ];
        return Gen.Select(
            Gen.Int[0, numbers.Length - 1],
            Gen.OneOfConst("0", "-1", "0.5", "1", "2.0", "1e2", "70000", "3000000000", "1e300"),
            (place, literal) => Replace(document, numbers[place], JsonNode.Parse(literal)));
    }

    private static JsonNode? Change(JsonNode document, string[] path, int type)
    {
        JsonValueKind kind = At(document, path)?.GetValueKind() ?? JsonValueKind.Null;
        JsonNode?[] others =
        [
            .. kind == JsonValueKind.Null ? [] : new JsonNode?[] { null },
            .. kind is JsonValueKind.True or JsonValueKind.False ? [] : new JsonNode?[] { JsonValue.Create(true) },
            .. kind == JsonValueKind.Number ? [] : new JsonNode?[] { JsonValue.Create(3) },
            .. kind == JsonValueKind.String ? [] : new JsonNode?[] { JsonValue.Create("x") },
            .. kind == JsonValueKind.Array ? [] : new JsonNode?[] { new JsonArray() },
            .. kind == JsonValueKind.Object ? [] : new JsonNode?[] { new JsonObject() },
        ];
        return Replace(document, path, others[type % others.Length]);
    }

    private static JsonNode? Replace(JsonNode document, string[] path, JsonNode? value)
    {
        if (path.Length == 0)
        {
            return value;
        }

        JsonNode copy = document.DeepClone();
        switch (At(copy, path[..^1]))
        {
            case JsonObject parent:
                parent[path[^1]] = value;
                break;
            case JsonArray parent:
                parent[int.Parse(path[^1], null)] = value;
                break;
        }

        return copy;
    }

    private static JsonNode? Remove(JsonNode document, string[] path)
    {
        JsonNode copy = document.DeepClone();
        switch (At(copy, path[..^1]))
        {
            case JsonObject parent:
                parent.Remove(path[^1]);
                break;
            case JsonArray parent:
                parent.RemoveAt(int.Parse(path[^1], null));
                break;
        }

        return copy;
    }

    private static JsonNode? Add(JsonNode document, string[] path, string name)
    {
        JsonNode copy = document.DeepClone();
        var parent = (JsonObject)At(copy, path)!;
        if (!parent.ContainsKey(name))
        {
            parent[name] = JsonValue.Create("y");
        }

        return copy;
    }

    private static JsonNode? At(JsonNode? document, string[] path) => path.Aggregate(
        document, (node, key) => node is JsonArray items ? items[int.Parse(key, null)] : node![key]);

    /// <summary>The paths of all values, the whole document's first.</summary>
    private static List<string[]> Paths(JsonNode document)
    {
        var paths = new List<string[]>();
        Walk(document, []);
        return paths;

        void Walk(JsonNode? node, string[] path)
        {
            paths.Add(path);
            switch (node)
            {
                case JsonObject members:
                    foreach ((string key, JsonNode? value) in members)
                    {
                        Walk(value, [.. path, key]);
                    }

                    break;
                case JsonArray items:
                    for (int index = 0; index < items.Count; index++)
                    {
                        Walk(items[index], [.. path, $"{index}"]);
                    }

                    break;
            }
        }
    }
}
