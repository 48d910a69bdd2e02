using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using MmoePipeline.Plugins.Optimizers.Adam;

namespace MmoePipeline.Plugins.Optimizers.LazyAdam;

/// <summary>Adam over some rows of a table in main memory. Its buffers serve again in every step.</summary>
/// <param name="options">The hyperparameters.</param>
/// <param name="tableRows">The rows of the table.</param>
/// <param name="dimension">The length of a row.</param>
internal sealed class LazyRowsKernel(AdamOptions options, int tableRows, int dimension)
{
    // 0 where a row is not among those of the step, else its place among them, from 1.
    private readonly int[] _placeOfRow = new int[tableRows];
    private readonly List<int> _rows = [];
    private float[] _sums = [];

    /// <summary>Moves rows.</summary>
    /// <param name="rows">A row for each gradient; a row may come several times.</param>
    /// <param name="gradients"><c>rows x dimension</c>.</param>
    /// <param name="step">The table's steps, this one included.</param>
    /// <param name="learningRate">The learning rate.</param>
    /// <param name="table"><c>table rows x dimension</c>.</param>
    /// <param name="means">As large: the decaying means of gradients.</param>
    /// <param name="squares">As large: the decaying means of squared gradients.</param>
    public void Step(
        ReadOnlySpan<long> rows,
        ReadOnlySpan<float> gradients,
        long step,
        double learningRate,
        Span<float> table,
        Span<float> means,
        Span<float> squares)
    {
        Sum(rows, gradients);
        float rate = (float)(learningRate / (1 - Math.Pow(options.Step.Beta1, step)));
        float correction = (float)(1 / (1 - Math.Pow(options.Step.Beta2, step)));
        for (int place = 0; place < _rows.Count; place++)
        {
            int at = _rows[place] * dimension;
            Move(
                _sums.AsSpan(place * dimension, dimension),
                table.Slice(at, dimension),
                means.Slice(at, dimension),
                squares.Slice(at, dimension),
                rate,
                correction);
            _placeOfRow[_rows[place]] = 0;
        }
    }

    /// <summary>Adds up the gradients of each row.</summary>
    private void Sum(ReadOnlySpan<long> rows, ReadOnlySpan<float> gradients)
    {
        _rows.Clear();
        if (_sums.Length < gradients.Length)
        {
            _sums = new float[gradients.Length];
        }

        for (int index = 0; index < rows.Length; index++)
        {
            ReadOnlySpan<float> gradient = gradients.Slice(index * dimension, dimension);
            ref int place = ref _placeOfRow[rows[index]];
            if (place == 0)
            {
                _rows.Add((int)rows[index]);
                place = _rows.Count;
                gradient.CopyTo(_sums.AsSpan((place - 1) * dimension));
                continue;
            }

            Span<float> sum = _sums.AsSpan((place - 1) * dimension, dimension);
            for (int value = 0; value < sum.Length; value++)
            {
                sum[value] += gradient[value];
            }
        }
    }

    private void Move(
        Span<float> gradient, Span<float> values, Span<float> means, Span<float> squares, float rate, float correction)
    {
        (float beta1, float beta2) = ((float)options.Step.Beta1, (float)options.Step.Beta2);
        (float decay, float epsilon) = ((float)options.WeightDecay, (float)options.Step.Epsilon);
        int done = gradient.Length - (gradient.Length % Vector128<float>.Count);
        Span<Vector128<float>> wideValues = MemoryMarshal.Cast<float, Vector128<float>>(values[..done]);
        Span<Vector128<float>> wideMeans = MemoryMarshal.Cast<float, Vector128<float>>(means[..done]);
        Span<Vector128<float>> wideSquares = MemoryMarshal.Cast<float, Vector128<float>>(squares[..done]);
        Span<Vector128<float>> wideGradient = MemoryMarshal.Cast<float, Vector128<float>>(gradient[..done]);
        for (int index = 0; index < wideGradient.Length; index++)
        {
            Vector128<float> slope = wideGradient[index] + (wideValues[index] * decay);
            wideMeans[index] = (wideMeans[index] * beta1) + (slope * (1 - beta1));
            wideSquares[index] = (wideSquares[index] * beta2) + (slope * slope * (1 - beta2));
            wideValues[index] -= wideMeans[index] * rate
                / (Vector128.Sqrt(wideSquares[index] * correction) + Vector128.Create(epsilon));
        }

        for (int index = done; index < gradient.Length; index++)
        {
            float slope = gradient[index] + (values[index] * decay);
            means[index] = (means[index] * beta1) + (slope * (1 - beta1));
            squares[index] = (squares[index] * beta2) + (slope * slope * (1 - beta2));
            values[index] -= means[index] * rate / (MathF.Sqrt(squares[index] * correction) + epsilon);
        }
    }
}
