using System.Runtime.Intrinsics;

namespace MmoePipeline.Modeling.Kernels;

/// <summary>The softmax of short rows, and its gradient.</summary>
internal static class SoftmaxKernel
{
    /// <summary>Computes <c>exp(x_i - max x) / sum_j exp(x_j - max x)</c> for each row.</summary>
    /// <param name="logits"><c>rows x width</c>.</param>
    /// <param name="weights"><c>rows x width</c>; overwritten.</param>
    /// <param name="width">The length of a row.</param>
    public static void Forward(ReadOnlySpan<float> logits, Span<float> weights, int width)
    {
        for (int start = 0; start < logits.Length; start += width)
        {
            Row(logits.Slice(start, width), weights.Slice(start, width));
        }
    }

    /// <summary>Computes <c>y_i (g_i - sum_j g_j y_j)</c> for each row.</summary>
    /// <param name="weights">The softmax y, <c>rows x width</c>.</param>
    /// <param name="gradient">Its gradient g, <c>rows x width</c>.</param>
    /// <param name="logitsGradient"><c>rows x width</c>; overwritten.</param>
    /// <param name="width">The length of a row.</param>
    public static void Backward(
        ReadOnlySpan<float> weights, ReadOnlySpan<float> gradient, Span<float> logitsGradient, int width)
    {
        for (int start = 0; start < weights.Length; start += width)
        {
            ReadOnlySpan<float> y = weights.Slice(start, width);
            ReadOnlySpan<float> g = gradient.Slice(start, width);
            Span<float> to = logitsGradient.Slice(start, width);
            Vector256<float> sums = Vector256<float>.Zero;
            int at = 0;
            for (; at <= width - Vector256<float>.Count; at += Vector256<float>.Count)
            {
                sums = Vector256.MultiplyAddEstimate(Vector256.Create(y[at..]), Vector256.Create(g[at..]), sums);
            }

            float sum = Vector256.Sum(sums);
            for (int tail = at; tail < width; tail++)
            {
                sum += y[tail] * g[tail];
            }

            for (at = 0; at <= width - Vector256<float>.Count; at += Vector256<float>.Count)
            {
                (Vector256.Create(y[at..]) * (Vector256.Create(g[at..]) - Vector256.Create(sum))).CopyTo(to[at..]);
            }

            for (; at < width; at++)
            {
                to[at] = y[at] * (g[at] - sum);
            }
        }
    }

    private static void Row(ReadOnlySpan<float> logits, Span<float> weights)
    {
        int vectorised = logits.Length - (logits.Length % Vector256<float>.Count);
        Vector256<float> largest = Vector256.Create(float.NegativeInfinity);
        for (int at = 0; at < vectorised; at += Vector256<float>.Count)
        {
            largest = Vector256.Max(largest, Vector256.Create(logits[at..]));
        }

        float max = vectorised == 0 ? float.NegativeInfinity : Largest(largest);
        for (int at = vectorised; at < logits.Length; at++)
        {
            max = MathF.Max(max, logits[at]);
        }

        Vector256<float> sums = Vector256<float>.Zero;
        for (int at = 0; at < vectorised; at += Vector256<float>.Count)
        {
            Vector256<float> power = Vector256.Exp(Vector256.Create(logits[at..]) - Vector256.Create(max));
            sums += power;
            power.CopyTo(weights[at..]);
        }

        float sum = Vector256.Sum(sums);
        for (int at = vectorised; at < logits.Length; at++)
        {
            weights[at] = MathF.Exp(logits[at] - max);
            sum += weights[at];
        }

        float share = 1 / sum;
        for (int at = 0; at < vectorised; at += Vector256<float>.Count)
        {
            (Vector256.Create<float>(weights[at..]) * share).CopyTo(weights[at..]);
        }

        for (int at = vectorised; at < logits.Length; at++)
        {
            weights[at] *= share;
        }
    }

    private static float Largest(Vector256<float> values)
    {
        Vector128<float> four = Vector128.Max(values.GetLower(), values.GetUpper());
        Vector128<float> two = Vector128.Max(four, Vector128.Shuffle(four, Vector128.Create(2, 3, 0, 1)));
        return MathF.Max(two[0], two[1]);
    }
}
