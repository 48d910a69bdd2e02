using System.Text.Json;
using System.Text.Json.Serialization;

namespace MmoePipeline.Runs.Files;

/// <summary>A target and its rows as a list of two numbers.</summary>
internal sealed class TargetEntryConverter : JsonConverter<TargetEntry>
{
    /// <inheritdoc/>
    public override TargetEntry Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartArray || !reader.Read() || !reader.TryGetSingle(out float target)
            || !reader.Read() || !reader.TryGetInt64(out long rows) || !reader.Read() || reader.TokenType != JsonTokenType.EndArray)
        {
            throw new JsonException("expected a list of two numbers: a target and its rows");
        }

        return new TargetEntry(target, rows);
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, TargetEntry value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        writer.WriteNumberValue(value.Target);
        writer.WriteNumberValue(value.Rows);
        writer.WriteEndArray();
    }
}
