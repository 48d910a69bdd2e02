namespace MmoePipeline.Generators.Emission;

/// <summary>A call in C#, or any other expression where there are no arguments to it.</summary>
/// <param name="method">The method; for another expression, all of it.</param>
/// <param name="arguments">The arguments; null for an expression that is no call.</param>
internal sealed class CallExpression(string method, IReadOnlyList<CallExpression>? arguments = null)
{
    /// <summary>The method; for another expression, all of it.</summary>
    public string Method { get; } = method;

    /// <summary>The arguments; empty for an expression that is no call.</summary>
    public IReadOnlyList<CallExpression> Arguments { get; } = arguments ?? [];

    /// <inheritdoc/>
    public override string ToString() => arguments is null ? Method : $"{Method}({string.Join(", ", Arguments)})";
}
