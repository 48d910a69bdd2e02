using System.IO.Enumeration;
using MmoePipeline.Optimization;
using MmoePipeline.Runs;
using MmoePipeline.Runs.Options.Training;
using TorchSharp.Modules;

namespace MmoePipeline.Engine.Networks;

/// <summary>Gives parameters the learning-rate scales of their groups. The first group that matches a parameter counts.</summary>
internal static class ParameterGroups
{
    /// <summary>Matches groups with parameters.</summary>
    /// <exception cref="BadInputException">A group matches no parameter, or only such as belong to groups before it.</exception>
    public static ImmutableArray<TrainableParameter> Assign(
        ImmutableArray<(string Name, Parameter Parameter)> parameters, ImmutableArray<ParameterGroupOptions> groups)
    {
        int[] chosen = [.. parameters.Select(named => FirstMatch(named.Name, groups))];
        for (int index = 0; index < groups.Length; index++)
        {
            if (!chosen.Contains(index))
            {
                throw Unmatched(index, groups[index].Parameters, parameters);
            }
        }

        return
        [
            .. parameters.Zip(chosen, (named, group) => new TrainableParameter(
                named.Name, named.Parameter, group < 0 ? 1 : groups[group].LearningRateScale)),
        ];
    }

    private static int FirstMatch(string name, ImmutableArray<ParameterGroupOptions> groups)
    {
        for (int index = 0; index < groups.Length; index++)
        {
            if (FileSystemName.MatchesSimpleExpression(groups[index].Parameters, name, ignoreCase: false))
            {
                return index;
            }
        }

        return -1;
    }

    private static BadInputException Unmatched(
        int index, string pattern, ImmutableArray<(string Name, Parameter Parameter)> parameters)
    {
        bool isTaken = parameters.Any(named => FileSystemName.MatchesSimpleExpression(pattern, named.Name, ignoreCase: false));
        IEnumerable<string> starts = parameters.Select(named => string.Join('.', named.Name.Split('.').Take(2))).Distinct();
        return new BadInputException(TrainingCodes.EmptyParameterGroup, $"training.groups.{index}.parameters", isTaken
            ? $"all parameters that '{pattern}' matches belong to groups before it."
            : $"'{pattern}' matches no parameter; their names begin with "
                + $"{string.Join(", ", starts)}.");
    }
}
