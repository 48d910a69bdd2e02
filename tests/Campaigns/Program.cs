using System.CommandLine;
using MmoePipeline.Campaigns;
using MmoePipeline.Campaigns.Fuzzing;
using MmoePipeline.Campaigns.Interruptions;

var inputs = new Argument<int>("N") { Description = "The number of inputs." };
var seed = new Option<int>("--seed") { Description = "The first input's seed; each further one has the next.", DefaultValueFactory = _ => 1 };
var keep = new Option<string?>("--keep") { Description = "The folder that gets the inputs that a reader failed on." };
var fuzz = new Command("fuzz", "Gives every reader of files damaged and odd ones.") { inputs, seed, keep };
fuzz.SetAction(arguments =>
{
    using var campaign = new FuzzCampaign(arguments.GetValue(keep));
    ImmutableArray<FuzzResult> results = campaign.Run(arguments.GetValue(inputs), arguments.GetValue(seed), Console.Out.WriteLine);
    foreach (FuzzResult result in results)
    {
        Console.WriteLine(result);
    }

    return results.All(result => result.Failures.IsEmpty) ? 0 : 1;
});

var interruptions = new Argument<int>("N") { Description = "The number of interruptions, at least." };
var interruptionSeed = new Option<int>("--seed") { Description = "Decides the moments.", DefaultValueFactory = _ => 1 };
var interrupt = new Command("interrupt", "Kills runs at random moments and takes them up again until they are done.") { interruptions, interruptionSeed };
interrupt.SetAction(async (arguments, _) =>
{
    string folder = Directory.CreateTempSubdirectory("mmoe-interruptions").FullName;
    var campaign = new InterruptionCampaign(
        RepositoryFiles.PathOf("src", "Host", "bin", "Release", "net10.0", "mmoe.dll"), folder, Console.Out.WriteLine);
    InterruptionResult result = await campaign.RunAsync(arguments.GetValue(interruptions), arguments.GetValue(interruptionSeed));
    Console.WriteLine(result);
    if (!result.Differences.IsEmpty)
    {
        Console.WriteLine($"the runs are in {folder}");
        return 1;
    }

    Directory.Delete(folder, recursive: true);
    return 0;
});
return await new RootCommand("Long checks of what the tests check in short.") { fuzz, interrupt }.Parse(args).InvokeAsync();
