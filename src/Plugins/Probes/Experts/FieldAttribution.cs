using MmoePipeline.Modeling;
using MmoePipeline.Reporting;
using TorchSharp;

namespace MmoePipeline.Plugins.Probes.Experts;

/// <summary>
/// How much each input field moves each expert, by gradient x input (Shrikumar, Greenside, Shcherbina, Kundaje: Not Just a Black Box:
/// Learning Important Features Through Propagating Activation Differences, 2016, section 2.1).
/// </summary>
/// <param name="features">The fields.</param>
internal sealed class FieldAttribution(FeatureLayout features)
{
    private readonly ImmutableArray<FeatureField> _fields = features.Fields;

    /// <summary>
    /// For each expert i and field the mean over rows of <c>sum_c |e_c * d(sum_j f_ij)/de_c|</c> over the field's columns c of the
    /// embedded input e; the fields' shares of an expert's total.
    /// </summary>
    /// <param name="bank">The bank's name.</param>
    /// <param name="activation">The experts, in the graph.</param>
    /// <param name="inputs">The embedded inputs of the pass; those outside of the graph don't count.</param>
    /// <returns>Fields by experts; null where no expert depends on a traced input.</returns>
    public HeatMap? Map(string bank, ExpertActivation activation, IReadOnlyList<torch.Tensor> inputs)
    {
        torch.Tensor[] reached = [.. inputs.Where(input => input.requires_grad && input.size(1) == features.InputWidth)];
        if (reached.Length == 0 || !activation.Outputs.requires_grad)
        {
            return null;
        }

        ImmutableArray<double[]?> shares = [.. activation.Outputs.unbind().Select(outputs => Shares(outputs.sum(), reached))];
        if (shares.All(share => share is null))
        {
            return null;
        }

        ImmutableArray<string> fields = [.. _fields.Select(field => field.Name)];
        return new HeatMap(
            $"{bank}: fields",
            "The share of each field in what moves an expert's output, by gradient times input; an expert's shares sum to 1.",
            "expert",
            "field",
            activation.Experts,
            fields,
            [.. fields.Select((_, field) => shares.Select(share => share?[field]).ToImmutableArray())],
            0,
            shares.Max(share => share?.Max() ?? 0));
    }

    /// <summary>The fields' shares; null for an expert that no field moves.</summary>
    private double[]? Shares(torch.Tensor output, torch.Tensor[] inputs)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        var sums = new double[_fields.Length];
        IEnumerable<torch.Tensor?> gradients = torch.autograd.grad([output], inputs, retain_graph: true, allow_unused: true);
        foreach ((torch.Tensor input, torch.Tensor? gradient) in inputs.Zip(gradients))
        {
            // What the expert doesn't read is told by an empty handle.
            if (gradient is null || gradient.IsInvalid)
            {
                continue;
            }

            double[] columns = (gradient * input).detach().abs().mean([0], type: torch.float64).cpu().contiguous().data<double>().ToArray();
            for (int field = 0; field < sums.Length; field++)
            {
                sums[field] += columns.AsSpan(_fields[field].Offset, _fields[field].Width).ToArray().Sum();
            }
        }

        double total = sums.Sum();
        return total > 0 ? [.. sums.Select(sum => sum / total)] : null;
    }
}
