using System.Text.Json;
using MmoePipeline.Features;
using MmoePipeline.Plugins.Features.Vector.Files;

namespace MmoePipeline.Plugins.Features.Vector;

/// <summary>What prediction needs to know of a file of vectors; the vectors themselves are among the network's weights.</summary>
/// <param name="Rows">How many vectors.</param>
/// <param name="Dimension">The length of each.</param>
/// <param name="Checksum">The <see cref="VectorTable.Checksum"/> of the file.</param>
/// <param name="Keys">The key of each vector; null where a vector's key is its number, from 0.</param>
internal sealed record PretrainedState(int Rows, int Dimension, string Checksum, ImmutableArray<string>? Keys)
{
    private static readonly JsonSerializerOptions Form = new(JsonSerializerDefaults.Web)
    {
        RespectRequiredConstructorParameters = true,
        RespectNullableAnnotations = true,
    };

    /// <summary>The state of a file.</summary>
    public static PretrainedState From(VectorTable table) => new(table.Rows, table.Dimension, table.Checksum(), table.Keys);

    /// <summary>Reads a state.</summary>
    /// <exception cref="JsonException">It is not one.</exception>
    public static PretrainedState Read(JsonElement json)
    {
        PretrainedState state = json.Deserialize<PretrainedState>(Form) ?? throw new JsonException("the state is null");
        return state.Rows > 0 && state.Dimension > 0 && (state.Keys is null || state.Keys.Value.Length == state.Rows)
            ? state
            : throw new JsonException($"{state.Rows} vectors of length {state.Dimension} have {state.Keys?.Length} keys");
    }

    /// <summary>The state as JSON.</summary>
    public JsonElement ToJson() => JsonSerializer.SerializeToElement(this, Form);

    /// <summary>The keys as a vocabulary; null where keys are numbers.</summary>
    /// <exception cref="ArgumentException">A key is there twice.</exception>
    public Vocabulary? ToVocabulary() => Keys is { } keys ? new Vocabulary(keys) : null;
}
