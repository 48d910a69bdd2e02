namespace MmoePipeline.Data;

/// <summary>
/// Values as places in a list of texts: the cheapest form for columns whose values recur, because a text is made once however
/// often it is there.
/// </summary>
/// <param name="Codes">
/// For each row the index of its text in <paramref name="Texts"/>, or -1 where missing; longer than the chunk where a source
/// reuses its buffers.
/// </param>
/// <param name="Texts">
/// The texts. The list may grow from one chunk to the next, and a text keeps its place. A source of very many different texts
/// begins a new list with a chunk, before the old one fills the memory: readers distinguish the lists by reference.
/// </param>
public sealed record CodedTextColumn(ReadOnlyMemory<int> Codes, IReadOnlyList<string> Texts) : TableColumn
{
    /// <inheritdoc/>
    public override string? TextAt(int row) => Codes.Span[row] is >= 0 and int code ? Texts[code] : null;
}
