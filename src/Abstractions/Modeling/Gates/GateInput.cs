namespace MmoePipeline.Modeling.Gates;

/// <summary>Picks what a bank of gates reads, as <see cref="GateOptions.Input"/> says. It has no parameters.</summary>
public sealed class GateInput
{
    private readonly GateInputSource _source;
    private readonly long[] _widths;
    private readonly ImmutableArray<int> _pieces;

    /// <summary>Works out which columns of the embedded input are read.</summary>
    /// <param name="options">The gates' options.</param>
    /// <param name="sharedWidth">The width of what the experts read.</param>
    /// <param name="context">The fields, and the path for messages.</param>
    /// <exception cref="BadInputException">A chosen field is not a feature.</exception>
    public GateInput(GateOptions options, int sharedWidth, ModelContext context)
    {
        _source = options.Input;
        ImmutableArray<FeatureField> fields = context.Features.Fields;
        ImmutableArray<Problem> problems =
        [
            .. options.Fields.Where(name => !fields.Any(field => field.Name == name)).Select(name => new Problem(
                ModelCodes.UnknownField,
                $"{context.Path}.gate.fields",
                $"there is no field '{name}'; the fields are {string.Join(", ", fields.Select(field => field.Name))}.")),
        ];
        if (!problems.IsEmpty)
        {
            throw new BadInputException(problems);
        }

        _widths = [.. fields.Select(field => (long)field.Width)];
        _pieces = [.. Enumerable.Range(0, fields.Length).Where(index => options.Fields.Contains(fields[index].Name))];
        Width = _source switch
        {
            GateInputSource.Shared => sharedWidth,
            GateInputSource.Embedding => context.Features.InputWidth,
            _ => (int)_pieces.Sum(piece => _widths[piece]),
        };
    }

    /// <summary>The width of what the gates read.</summary>
    public int Width { get; }

    /// <summary>Picks the gates' input.</summary>
    /// <param name="embedded">The embedded input: <c>[batch, input width]</c>.</param>
    /// <param name="shared">What the experts read: <c>[batch, width]</c>.</param>
    /// <returns><c>[batch, Width]</c>; chosen fields in the order of the embedded input.</returns>
    public torch.Tensor Select(torch.Tensor embedded, torch.Tensor shared)
    {
        if (_source != GateInputSource.Fields)
        {
            return _source == GateInputSource.Shared ? shared : embedded;
        }

        // Split at once: its gradient is one concatenation, where narrowing field by field adds up padded copies.
        torch.Tensor[] columns = embedded.split(_widths, 1);
        return torch.cat([.. _pieces.Select(piece => columns[piece])], 1);
    }
}
