using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace MmoePipeline.Modeling.Kernels;

/// <summary>
/// <c>mixed[g, b] = sum_e weights[b, g, e] outputs[e, b]</c> and its gradients, sample after sample, so that the experts'
/// outputs are read once and nothing of the size <c>[batch, gates, experts, width]</c> exists.
/// </summary>
/// <param name="Batch">The number of samples.</param>
/// <param name="Gates">The number of gates.</param>
/// <param name="Experts">The number of experts.</param>
/// <param name="Width">The width of an expert's output.</param>
internal readonly record struct MixtureKernel(int Batch, int Gates, int Experts, int Width)
{
    private int Vectorised => Width - (Width % Vector256<float>.Count);

    /// <summary>Mixes.</summary>
    /// <param name="weights"><c>[batch, gates, experts]</c>.</param>
    /// <param name="outputs"><c>[experts, batch, width]</c>.</param>
    /// <param name="mixed"><c>[gates, batch, width]</c>; overwritten.</param>
    public void Forward(ReadOnlySpan<float> weights, ReadOnlySpan<float> outputs, Span<float> mixed)
    {
        for (int sample = 0; sample < Batch; sample++)
        {
            for (int gate = 0; gate < Gates; gate++)
            {
                SumOverExperts(
                    weights.Slice(((sample * Gates) + gate) * Experts, Experts),
                    outputs[(sample * Width)..],
                    mixed.Slice(((gate * Batch) + sample) * Width, Width));
            }
        }
    }

    /// <summary>The gradient of the weights: <c>d weights[b, g, e] = gradient[g, b] . outputs[e, b]</c>.</summary>
    /// <param name="gradient">The gradient of what was mixed, <c>[gates, batch, width]</c>.</param>
    /// <param name="outputs"><c>[experts, batch, width]</c>.</param>
    /// <param name="weightsGradient"><c>[batch, gates, experts]</c>; overwritten.</param>
    public void BackwardWeights(ReadOnlySpan<float> gradient, ReadOnlySpan<float> outputs, Span<float> weightsGradient)
    {
        for (int sample = 0; sample < Batch; sample++)
        {
            for (int gate = 0; gate < Gates; gate++)
            {
                ReadOnlySpan<float> mixed = gradient.Slice(((gate * Batch) + sample) * Width, Width);
                Span<float> to = weightsGradient.Slice(((sample * Gates) + gate) * Experts, Experts);
                for (int expert = 0; expert < to.Length; expert++)
                {
                    to[expert] = Dot(mixed, outputs.Slice(((expert * Batch) + sample) * Width, Width));
                }
            }
        }
    }

    /// <summary>The gradient of the experts' outputs: <c>d outputs[e, b] = sum_g weights[b, g, e] gradient[g, b]</c>.</summary>
    /// <param name="gradient">The gradient of what was mixed, <c>[gates, batch, width]</c>.</param>
    /// <param name="weights"><c>[batch, gates, experts]</c>.</param>
    /// <param name="outputsGradient"><c>[experts, batch, width]</c>; overwritten.</param>
    public void BackwardOutputs(ReadOnlySpan<float> gradient, ReadOnlySpan<float> weights, Span<float> outputsGradient)
    {
        for (int expert = 0; expert < Experts; expert++)
        {
            for (int sample = 0; sample < Batch; sample++)
            {
                SumOverGates(
                    weights[((sample * Gates * Experts) + expert)..],
                    gradient[(sample * Width)..],
                    outputsGradient.Slice(((expert * Batch) + sample) * Width, Width));
            }
        }
    }

    private void SumOverExperts(ReadOnlySpan<float> weights, ReadOnlySpan<float> outputs, Span<float> to)
    {
        ref float output = ref MemoryMarshal.GetReference(outputs);
        int stride = Batch * Width;
        int at = 0;
        for (; at < Vectorised; at += Vector256<float>.Count)
        {
            Vector256<float> sum = Vector256<float>.Zero;
            for (int expert = 0; expert < weights.Length; expert++)
            {
                sum = Vector256.MultiplyAddEstimate(
                    Vector256.Create(weights[expert]), Vector256.LoadUnsafe(ref output, (nuint)((expert * stride) + at)), sum);
            }

            sum.CopyTo(to[at..]);
        }

        for (; at < to.Length; at++)
        {
            float sum = 0;
            for (int expert = 0; expert < weights.Length; expert++)
            {
                sum += weights[expert] * outputs[(expert * stride) + at];
            }

            to[at] = sum;
        }
    }

    private void SumOverGates(ReadOnlySpan<float> weights, ReadOnlySpan<float> gradient, Span<float> to)
    {
        ref float mixed = ref MemoryMarshal.GetReference(gradient);
        int stride = Batch * Width;
        int at = 0;
        for (; at < Vectorised; at += Vector256<float>.Count)
        {
            Vector256<float> sum = Vector256<float>.Zero;
            for (int gate = 0; gate < Gates; gate++)
            {
                sum = Vector256.MultiplyAddEstimate(
                    Vector256.Create(weights[gate * Experts]), Vector256.LoadUnsafe(ref mixed, (nuint)((gate * stride) + at)), sum);
            }

            sum.CopyTo(to[at..]);
        }

        for (; at < to.Length; at++)
        {
            float sum = 0;
            for (int gate = 0; gate < Gates; gate++)
            {
                sum += weights[gate * Experts] * gradient[(gate * stride) + at];
            }

            to[at] = sum;
        }
    }

    private static float Dot(ReadOnlySpan<float> left, ReadOnlySpan<float> right)
    {
        Vector256<float> sums = Vector256<float>.Zero;
        int at = 0;
        for (; at <= left.Length - Vector256<float>.Count; at += Vector256<float>.Count)
        {
            sums = Vector256.MultiplyAddEstimate(Vector256.Create(left[at..]), Vector256.Create(right[at..]), sums);
        }

        float sum = Vector256.Sum(sums);
        for (; at < left.Length; at++)
        {
            sum += left[at] * right[at];
        }

        return sum;
    }
}
