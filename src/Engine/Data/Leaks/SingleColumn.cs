using MmoePipeline.Engine.Data.Batches;
using MmoePipeline.Engine.Data.Encoding;

namespace MmoePipeline.Engine.Data.Leaks;

/// <summary>A column of encoded values, one in each row, that could give a label away by itself.</summary>
/// <param name="Feature">The feature that it belongs to.</param>
/// <param name="Areas">Gives the areas of some tasks.</param>
internal sealed record SingleColumn(string Feature, Func<SingleColumnAuc, int[], double[]> Areas)
{
    /// <summary>All such columns: codes and numbers of every feature, but not lists.</summary>
    /// <param name="table">The rows.</param>
    public static IEnumerable<SingleColumn> Of(EncodedTable table)
    {
        (EncodedRows training, EncodedRows validation) = (table.Training, table.Validation);
        return
        [
            .. table.Layout.Categorical.Select((field, index) => Category(field.Name, training.Categorical[index], validation.Categorical[index])),
            .. table.Layout.Numeric.Select((name, index) => Number(name, validation.Numeric[index])),
            .. table.Layout.Groups.SelectMany((group, of) => group.Fields.Select((field, index) =>
                Category(field.Name, training.Lookups[of][index], validation.Lookups[of][index]))),
            .. table.Layout.Modules.SelectMany((module, of) => (IEnumerable<SingleColumn>)
            [
                .. training.Inputs[of].Codes.Zip(validation.Inputs[of].Codes, (codes, others) => Category(module.Name, codes, others)),
                .. validation.Inputs[of].Values.Select(values => Number(module.Name, values)),
            ]),
        ];
    }

    private static SingleColumn Category(string feature, CodeColumn training, CodeColumn validation) =>
        new(feature, (areas, tasks) => areas.OfCategory(training, validation, tasks));

    private static SingleColumn Number(string feature, ValueColumn validation) => new(feature, (areas, tasks) => areas.OfNumbers(validation, tasks));
}
