using MmoePipeline.Features;
using TorchSharp;

namespace MmoePipeline.Plugins.Features.Lists;

/// <summary>Ways to make one vector of a list's.</summary>
internal static class ListPooling
{
    /// <summary>The largest of each component; zeros for an empty list. Where several are largest, they share the gradient.</summary>
    /// <param name="list">The lists.</param>
    /// <param name="vectors"><c>[elements, width]</c>.</param>
    /// <returns><c>[batch, width]</c>.</returns>
    public static torch.Tensor Max(ListInput list, torch.Tensor vectors)
    {
        if (list.Elements == 0)
        {
            return torch.zeros([list.BatchSize, vectors.size(1)], vectors.dtype, vectors.device);
        }

        int length = list.Lengths.max().ToInt32();
        (torch.Tensor block, _) = Pad(list, vectors, length);
        torch.Tensor largest = block.masked_fill(IsBehind(list, length).unsqueeze(2), double.NegativeInfinity).amax(1);
        return largest.masked_fill((list.Lengths == 0).unsqueeze(1), 0);
    }

    /// <summary>The values of the last element; zeros for an empty list.</summary>
    /// <param name="list">The lists.</param>
    /// <param name="vectors"><c>[elements, width]</c>.</param>
    /// <returns><c>[batch, width]</c>.</returns>
    public static torch.Tensor Last(ListInput list, torch.Tensor vectors)
    {
        // A row of zeros behind the elements is the last one of empty lists.
        torch.Tensor padded = torch.cat([vectors, torch.zeros([1, vectors.size(1)], vectors.dtype, vectors.device)]);
        torch.Tensor ends = list.Starts.narrow(0, 1, list.BatchSize) - 1;
        torch.Tensor last = torch.where(list.Lengths > 0, ends, torch.full_like(ends, list.Elements));
        return padded.index_select(0, last);
    }

    /// <summary>The lists as a block, padded with zeros at their end.</summary>
    /// <param name="list">The lists, none of them longer than <paramref name="length"/>.</param>
    /// <param name="vectors"><c>[elements, width]</c>.</param>
    /// <param name="length">The length of the block.</param>
    /// <returns>The block <c>[batch, length, width]</c>, and for each element its place among <c>batch * length</c>.</returns>
    public static (torch.Tensor Block, torch.Tensor Places) Pad(ListInput list, torch.Tensor vectors, int length)
    {
        torch.Tensor places = Places(list, length);
        torch.Tensor block = torch.zeros([list.BatchSize * length, vectors.size(1)], vectors.dtype, vectors.device).index_add(0, places, vectors, 1);
        return (block.view(list.BatchSize, length, vectors.size(1)), places);
    }

    /// <summary>For each element its place in a block of lists of one length: <c>[elements]</c>.</summary>
    /// <param name="list">The lists, none of them longer than <paramref name="length"/>.</param>
    /// <param name="length">The length of the block.</param>
    public static torch.Tensor Places(ListInput list, int length) =>
        (list.Rows * length) + torch.arange(list.Elements, device: list.Rows.device) - list.Starts.index_select(0, list.Rows);

    /// <summary>Which places of a block of lists of one length are behind a list's end: <c>[batch, length]</c>.</summary>
    /// <param name="list">The lists.</param>
    /// <param name="length">The length of the block.</param>
    public static torch.Tensor IsBehind(ListInput list, int length) =>
        torch.arange(length, device: list.Rows.device).unsqueeze(0) >= list.Lengths.unsqueeze(1);
}
