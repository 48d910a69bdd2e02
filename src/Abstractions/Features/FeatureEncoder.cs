using MmoePipeline.Data;

namespace MmoePipeline.Features;

/// <summary>Turns rows into codes, numbers and lists, the same way in training and prediction. It keeps no state; any number of threads may use it.</summary>
public abstract class FeatureEncoder
{
    /// <summary>What a row is turned into.</summary>
    public abstract FeatureForm Form { get; }

    /// <summary>Encodes some rows.</summary>
    /// <param name="columns">The feature's columns of a chunk.</param>
    /// <param name="rows">The rows of the chunk, in ascending order; none of them has a fault that <see cref="IFeature.Check"/> finds.</param>
    /// <param name="cells">Gets what they are encoded as.</param>
    public abstract void Encode(ImmutableArray<TableColumn> columns, ReadOnlySpan<int> rows, FeatureCells cells);

    /// <summary>The width of the feature's part of the network's input.</summary>
    /// <param name="dimensions">The length of the vectors of each of the feature's tables.</param>
    public virtual int WidthOf(ImmutableArray<int> dimensions) => Form.Codes.Sum(table => table == FeatureForm.OwnRows ? 0 : dimensions[table]) + Form.Values;

    /// <summary>
    /// Makes the module that turns encoded rows into that part; null where it is the vectors of the codes one after another, and the numbers behind them: those are
    /// looked up together with other features'.
    /// </summary>
    /// <param name="context">What the module is built with.</param>
    public virtual FeatureModule? CreateModule(FeatureModuleContext context) => null;

    /// <summary>Whether <see cref="CreateModule"/> makes a module; known without making one.</summary>
    public virtual bool HasModule => Form.List is not null;
}

/// <summary>What a feature turns a row into.</summary>
/// <param name="Codes">For each code the index of the table that it is a row of, or <see cref="OwnRows"/>.</param>
/// <param name="Values">How many numbers.</param>
public sealed record FeatureForm(ImmutableArray<int> Codes, int Values)
{
    /// <summary>
    /// In place of a table: the code is a row of something that only the feature's own module knows, such as pretrained vectors. 0 stands for an unknown value here too.
    /// </summary>
    public const int OwnRows = -1;

    /// <summary>What an element of each row's list is; null where rows have no list.</summary>
    public ListForm? List { get; init; }
}

/// <summary>What an element of a row's list is.</summary>
/// <param name="Codes">For each code the index of the table that it is a row of.</param>
/// <param name="Values">How many numbers.</param>
public sealed record ListForm(ImmutableArray<int> Codes, int Values);
