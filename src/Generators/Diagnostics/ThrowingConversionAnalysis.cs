using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using MmoePipeline.Generators.Mistakes;

namespace MmoePipeline.Generators.Diagnostics;

/// <summary>
/// Finds conversions to a tensor that TorchSharp declares only to throw: <c>weights.lerp(end, scalar)</c> compiles, because
/// <c>lerp</c> takes tensors and a scalar converts to one.
/// </summary>
internal static class ThrowingConversionAnalysis
{
    /// <summary>Looks at a conversion.</summary>
    public static void Analyze(OperationAnalysisContext context)
    {
        var conversion = (IConversionOperation)context.Operation;
        if (conversion.OperatorMethod is not { Parameters.Length: 1 } method
            || method.ReturnType.ToDisplayString() != "TorchSharp.torch.Tensor")
        {
            return;
        }

        ITypeSymbol from = method.Parameters[0].Type;
        string? remedy = from.ToDisplayString() switch
        {
            "TorchSharp.Scalar" => "use a method that takes a Scalar, or make a tensor once, with torch.tensor",
            "TorchSharp.torch.TensorIndex" => "use the index in square brackets",
            _ => null,
        };
        if (remedy is not null)
        {
            context.ReportDiagnostic(Diagnostic.Create(
                MistakeDescriptors.ThrowingConversion, conversion.Syntax.GetLocation(), from.Name, remedy));
        }
    }
}
