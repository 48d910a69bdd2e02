using MmoePipeline.Data;
using MmoePipeline.Data.Splits;
using MmoePipeline.Inference.Features;
using MmoePipeline.Runs.Options.Data;
using MmoePipeline.Tasks;

namespace MmoePipeline.Engine.Data.Columns;

/// <summary>The columns of a table while it is read, and the temporary file in which their values wait until the last row was read.</summary>
internal sealed class ColumnSet : IDisposable
{
    /// <summary>Makes the columns, without rows.</summary>
    /// <param name="runFeatures">The features.</param>
    /// <param name="tasks">What is predicted.</param>
    /// <param name="folder">Where a temporary file may be.</param>
    /// <exception cref="IOException">The file can't be made.</exception>
    public ColumnSet(RunFeatures runFeatures, ImmutableArray<ITask> tasks, string folder)
    {
        FeatureOptions features = runFeatures.Options;
        Named = new NamedFeatures(runFeatures);
        (Features, Tasks, TaskColumns) = (features, tasks, TaskColumns.Of(tasks));
        Categories = [.. features.Categorical.Select(_ => new CategoryColumn(features.ToVocabularyLimits()))];
        Numbers = [.. features.Numeric.Select(name => new NumericColumn(name, features.NumericScale, features.MissingNumeric, NumericColumn.Categorical))];
        Labels = [.. tasks.Select(task => new LabelColumn(task))];
        Weights = [.. TaskColumns.Weights.Select(name => new WeightColumn(name))];
        Groups = [.. TaskColumns.Groups.Select(name => new GroupColumn(name))];
        Spill = new ColumnSpill(
            folder,
            [
                .. Categories.Select(_ => sizeof(ulong)), .. Numbers.Select(_ => sizeof(double)), .. Labels.Select(_ => sizeof(float)),
                .. Weights.Select(_ => sizeof(float)), .. Groups.Select(_ => sizeof(int)), sizeof(DataSplit), sizeof(long),
            ]);
        Wanted =
        [
            .. features.Categorical.Select(name => new ColumnRequest(name, ColumnForm.Text)),
            .. features.Numeric.Select(name => new ColumnRequest(name, ColumnForm.Number)),
            .. tasks.Select(task => new ColumnRequest(task.Label, ColumnForm.Text)),
            .. TaskColumns.Weights.Select(name => new ColumnRequest(name, ColumnForm.Number)),
            .. TaskColumns.Groups.Select(name => new ColumnRequest(name, ColumnForm.Text)),
            .. Named.Columns,
        ];
    }

    /// <summary>Which columns are features.</summary>
    public FeatureOptions Features { get; }

    /// <summary>What is predicted.</summary>
    public ImmutableArray<ITask> Tasks { get; }

    /// <summary>The columns of weights and groups.</summary>
    public TaskColumns TaskColumns { get; }

    /// <summary>The categorical features.</summary>
    public ImmutableArray<CategoryColumn> Categories { get; }

    /// <summary>The numeric features.</summary>
    public ImmutableArray<NumericColumn> Numbers { get; }

    /// <summary>The tasks' labels.</summary>
    public ImmutableArray<LabelColumn> Labels { get; }

    /// <summary>The weights.</summary>
    public ImmutableArray<WeightColumn> Weights { get; }

    /// <summary>The groups.</summary>
    public ImmutableArray<GroupColumn> Groups { get; }

    /// <summary>The named features, whose columns are behind those of all others in <see cref="Wanted"/>.</summary>
    public NamedFeatures Named { get; }

    /// <summary>
    /// The values, column by column in the order of these properties: hashes of categories, unscaled numbers, targets, weights, groups, then each
    /// row's part and each row's number in the table.
    /// </summary>
    public ColumnSpill Spill { get; }

    /// <summary>What a source is asked for, column by column; one that has several uses is there for each.</summary>
    public ImmutableArray<ColumnRequest> Wanted { get; }

    /// <summary>The place of the first numeric feature.</summary>
    public int FirstNumber => Categories.Length;

    /// <summary>The place of the first task's targets.</summary>
    public int FirstLabel => FirstNumber + Numbers.Length;

    /// <summary>The place of the first weights.</summary>
    public int FirstWeight => FirstLabel + Labels.Length;

    /// <summary>The place of the first groups.</summary>
    public int FirstGroup => FirstWeight + Weights.Length;

    /// <summary>The first column of the named features in <see cref="Wanted"/>.</summary>
    public int FirstNamed => FirstGroup + Groups.Length;

    /// <summary>The place of the rows' parts.</summary>
    public int PartColumn => FirstGroup + Groups.Length;

    /// <summary>The place of the rows' numbers in the table.</summary>
    public int RowColumn => PartColumn + 1;

    /// <inheritdoc/>
    public void Dispose() => Spill.Dispose();
}
