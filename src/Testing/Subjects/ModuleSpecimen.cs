using MmoePipeline.Resuming;

namespace MmoePipeline.Testing.Subjects;

/// <summary>A specimen that is a module.</summary>
internal abstract class ModuleSpecimen(long seed) : Specimen(seed)
{
    public abstract torch.nn.Module Module { get; }

    public override IReadOnlyDictionary<string, Tensor> Parameters =>
        Module.named_parameters().ToDictionary(named => named.name, named => (Tensor)named.parameter);

    public override IReadOnlyDictionary<string, Tensor> State => Module.state_dict();

    public override IReadOnlyDictionary<string, IResumable> ResumableParts => SavedParts.PartsOf(Module);

    public override void Load(IReadOnlyDictionary<string, Tensor> state)
    {
        (IList<string> missing, IList<string> unexpected) = Module.load_state_dict(state.ToDictionary(), strict: false);
        if (missing.Count + unexpected.Count > 0)
        {
            throw new InvalidOperationException(
                $"the saved state does not fit a fresh instance: it lacks [{string.Join(", ", missing)}] and has [{string.Join(", ", unexpected)}] too much; "
                + "buffers are registered from the start.");
        }
    }

    /// <summary>Takes gradients of a scalar and descends them.</summary>
    protected void Backward(Tensor loss)
    {
        Module.zero_grad();
        if (loss.requires_grad)
        {
            loss.backward();
        }
    }

    /// <summary>The gradients, to be compared.</summary>
    protected IEnumerable<Tensor> Gradients() =>
        Parameters.Values.Select(parameter => parameter.grad?.clone()).OfType<Tensor>();

    protected override void Dispose(bool disposing) => Module.Dispose();
}
