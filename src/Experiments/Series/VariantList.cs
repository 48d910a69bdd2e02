using MmoePipeline.Configuration.Tree;
using MmoePipeline.Runs.Configuration;
using MmoePipeline.Runs.Options;
using MmoePipeline.Runs.Plugins;

namespace MmoePipeline.Experiments.Series;

/// <summary>Makes variants of configuration files.</summary>
internal static class VariantList
{
    /// <summary>A variant for each file, named by its run, or by its file where two runs have one name.</summary>
    /// <exception cref="BadInputException">There are less than two, one is given twice, or one is wrong.</exception>
    public static ImmutableArray<Variant> Of(PluginRegistry plugins, ImmutableArray<string> files, ImmutableArray<string> sets)
    {
        if (files.Length < 2)
        {
            throw new BadInputException(ComparisonCodes.OneConfiguration, "compare", $"expected at least two configurations, found one, {files[0]}; 'mmoe run' runs one.");
        }

        if (files.GroupBy(Path.GetFullPath).FirstOrDefault(file => file.Count() > 1) is { } twice)
        {
            throw new BadInputException(ComparisonCodes.DuplicateConfiguration, "compare", $"{twice.First()} is given twice; expected each configuration once.");
        }

        var reader = new RunPlanReader(plugins);
        var problems = new List<Problem>();
        var names = new List<string>();
        foreach (string file in files)
        {
            RunPlan? plan = reader.Read(file, sets, out ImmutableArray<ConfigurationProblem> found);
            problems.AddRange(found.Select(problem => problem.ToProblem()));
            names.Add(plan?.Configuration.Run.Name ?? "");
        }

        if (problems.Count > 0)
        {
            throw new BadInputException([.. problems.Distinct()]);
        }

        Func<string, string>[] forms = [file => Path.GetFileNameWithoutExtension(file)!, file => file];
        foreach (Func<string, string> form in forms)
        {
            if (names.Distinct().Count() < names.Count)
            {
                names = [.. files.Select(form)];
            }
        }

        return [.. files.Zip(names, (file, name) => new Variant(name, file, sets))];
    }

    /// <summary>The name of a comparison's folder: the same command finds its results again.</summary>
    public static string FolderName(ImmutableArray<Variant> variants)
    {
        string name = string.Join("-vs-", variants.Select(variant => Path.GetFileNameWithoutExtension(variant.ConfigurationFile)));
        return $"compare-{(name.Length <= 100 ? name : $"{name[..100]}-{variants.Length}")}";
    }
}
