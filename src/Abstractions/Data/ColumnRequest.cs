namespace MmoePipeline.Data;

/// <summary>A column that is asked for.</summary>
/// <param name="Name">A name among those of <see cref="IDataSource.ReadColumnNames"/>.</param>
/// <param name="Form">
/// What the values are for. A source that can give numbers without a detour over texts does so for
/// <see cref="ColumnForm.Number"/>; any kind of <see cref="TableColumn"/> is understood for either form.
/// </param>
public readonly record struct ColumnRequest(string Name, ColumnForm Form);
