namespace MmoePipeline.Resuming;

/// <summary>
/// A plugin with state that is in neither parameters nor buffers: counters, histories, what it decided so far. With it a resumed run continues
/// to the same bits; without it the plugin starts again where the run was resumed.
/// </summary>
/// <remarks>
/// The same method saves and loads, so that the two can't disagree. It is called between two steps: to save at every checkpoint, and to load
/// once, after the plugin was attached and before the first step. It should not cost more than copying the values.
/// </remarks>
public interface IResumable
{
    /// <summary>Names each value of the state once and takes what it is to be from now on.</summary>
    /// <param name="state">Gives back the values that it gets, or those of the checkpoint.</param>
    /// <exception cref="BadInputException">The checkpoint has other values than the plugin's.</exception>
    void ExchangeState(StateExchange state);
}
