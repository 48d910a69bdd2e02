using MmoePipeline.Modeling;
using MmoePipeline.Modeling.Experts;
using MmoePipeline.Modeling.Layers;
using TorchSharp.Modules;

namespace MmoePipeline.Probing;

/// <summary>
/// The shared parameters of a network by what they are for: each part of the network is a group, and of a bank of experts each
/// expert is one: <c>experts/3</c>, or <c>level0/shared/3</c> where a part has several sets of experts.
/// </summary>
public sealed class SharedParameterGroups
{
    /// <summary>Finds the groups of a network.</summary>
    public SharedParameterGroups(MultiTaskModel model)
    {
        Parameters = [.. model.SharedParameters];
        var slices = new List<(string Group, ParameterSlice Slice)>();
        var placeOf = new Dictionary<IntPtr, int>();
        foreach (Parameter parameter in Parameters)
        {
            placeOf.TryAdd(parameter.Handle, placeOf.Count);
        }

        // Sets of experts next to each other, such as the shared ones and a task's own, count their experts from 0 each.
        var setNames = new Dictionary<torch.nn.Module, string>(ReferenceEqualityComparer.Instance);
        foreach (ModelPart part in model.Parts)
        {
            (string name, torch.nn.Module module)[] sets =
                [.. part.Module.named_modules().Where(named => named.module is ExpertBanks).DistinctBy(named => named.module)];
            foreach ((string name, torch.nn.Module module) in sets.Length > 1 ? sets : [])
            {
                setNames[module] = name;
            }

            Visit(part.Module, part.Name, null, 0);
        }

        Groups =
        [
            .. slices.GroupBy(slice => slice.Group, slice => slice.Slice)
                .Select(group => new SharedParameterGroup(group.Key, [.. group])),
        ];

        void Visit(torch.nn.Module module, string group, ExpertBank? bank, int firstExpert)
        {
            foreach ((string name, Parameter parameter) in module.named_parameters(recurse: false))
            {
                if (!placeOf.Remove(parameter.Handle, out int index))
                {
                    continue;
                }

                if (bank is not null && module is IParallelUnits units && units.Units == bank.Count)
                {
                    slices.AddRange(Enumerable.Range(0, bank.Count).Select(unit =>
                        ($"{group}/{firstExpert + unit}", new ParameterSlice(index, units, unit))));
                }
                else
                {
                    slices.Add((group, new ParameterSlice(index)));
                }
            }

            int expert = 0;
            foreach ((string name, torch.nn.Module child) in module.named_children())
            {
                if (child is ExpertBank childBank)
                {
                    Visit(child, group, childBank, expert);
                    expert += childBank.Count;
                }
                else if (bank is LoopedExpertBank)
                {
                    Visit(child, $"{group}/{firstExpert + expert++}", null, 0);
                }
                else
                {
                    Visit(child, child is ExpertBanks && setNames.TryGetValue(child, out string? set) ? $"{group}/{set}" : group, bank, firstExpert);
                }
            }
        }
    }

    /// <summary>The shared parameters.</summary>
    public ImmutableArray<Parameter> Parameters { get; }

    /// <summary>The groups, in the order of the network's parts; every shared parameter is in one, or its experts' parts in one each.</summary>
    public ImmutableArray<SharedParameterGroup> Groups { get; }
}
