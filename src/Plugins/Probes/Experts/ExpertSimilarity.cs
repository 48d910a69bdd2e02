using TorchSharp;

namespace MmoePipeline.Plugins.Probes.Experts;

/// <summary>How alike the outputs of a bank's experts are.</summary>
internal sealed class ExpertSimilarity
{
    // Kept: the scalar that TorchSharp makes of a plain number for a call may be collected before it was read.
    private static readonly Scalar Zero = 0;

    /// <summary>Similarities that were measured before.</summary>
    /// <param name="experts">The number of experts.</param>
    /// <param name="alignments">See <see cref="Alignments"/>.</param>
    /// <param name="distances">See <see cref="Distances"/>.</param>
    public ExpertSimilarity(int experts, double[] alignments, double[] distances) =>
        (Experts, Alignments, Distances) = (experts, alignments, distances);

    /// <summary>The number of experts.</summary>
    public int Experts { get; }

    /// <summary>
    /// Row by row the linear CKA of each pair: from 0 to 1, NaN for an expert whose output is the same for all rows.
    /// </summary>
    public double[] Alignments { get; }

    /// <summary>Row by row the norm of each pair's difference, as a part of the larger norm of the two.</summary>
    public double[] Distances { get; }

    /// <summary>The mean over pairs of different experts; NaN without any.</summary>
    public double Mean => Pairs.DefaultIfEmpty(double.NaN).Average();

    /// <summary>The largest of pairs of different experts; NaN without any.</summary>
    public double Largest => Pairs.DefaultIfEmpty(double.NaN).Max();

    private IEnumerable<double> Pairs =>
        from one in Enumerable.Range(0, Experts)
        from other in Enumerable.Range(0, one)
        let alignment = Alignments[(one * Experts) + other]
        where !double.IsNaN(alignment)
        select alignment;

    /// <summary>Compares all pairs, one expert with all at a time: memory for all pairs at once would grow with the square.</summary>
    /// <param name="outputs"><c>[experts, rows, width]</c>. A dispose scope is open, gradients are off.</param>
    public static ExpertSimilarity Of(torch.Tensor outputs)
    {
        (int experts, long rows, long width) = ((int)outputs.size(0), outputs.size(1), outputs.size(2));
        torch.Tensor centred = outputs - outputs.mean([1], keepdim: true);

        // [width, experts * width]: the features of one expert by those of all.
        torch.Tensor side = centred.permute(1, 0, 2).reshape(rows, -1);
        torch.Tensor norms = Norms(outputs);
        var overlaps = new List<torch.Tensor>();
        var distances = new List<torch.Tensor>();
        for (int expert = 0; expert < experts; expert++)
        {
            using DisposeScope scope = torch.NewDisposeScope();
            torch.Tensor products = centred[expert].t().mm(side).view(width, experts, width);
            overlaps.Add(products.square().sum([0, 2], type: torch.float64).MoveToOuterDisposeScope());
            torch.Tensor larger = torch.maximum(norms, norms[expert]);
            torch.Tensor distance = Norms(outputs - outputs[expert]);
            distances.Add(torch.where(distance.eq(Zero), distance, distance / larger).MoveToOuterDisposeScope());
        }

        torch.Tensor overlap = torch.stack(overlaps);
        torch.Tensor own = overlap.diagonal().sqrt();
        return new(experts, Values(overlap / torch.outer(own, own)), Values(torch.stack(distances)));
    }

    private static torch.Tensor Norms(torch.Tensor outputs) => outputs.square().sum([1, 2], type: torch.float64).sqrt();

    private static double[] Values(torch.Tensor values) => values.cpu().contiguous().data<double>().ToArray();
}
