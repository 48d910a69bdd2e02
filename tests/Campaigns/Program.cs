using System.CommandLine;
using MmoePipeline.Campaigns;
using MmoePipeline.Campaigns.FileFaults;
using MmoePipeline.Campaigns.Fuzzing;
using MmoePipeline.Campaigns.Interruptions;

var inputs = new Argument<int>("N") { Description = "The number of inputs." };
var seed = new Option<int>("--seed") { Description = "The first input's seed; each further one has the next.", DefaultValueFactory = _ => 1 };
var keep = new Option<string?>("--keep") { Description = "The folder that gets the inputs that a reader failed on." };
var only = new Option<string?>("--only") { Description = "The one reader that gets all inputs: configuration, csv, parquet, cache, checkpoint or encoding." };
var fuzz = new Command("fuzz", "Gives every reader of files damaged and odd ones.") { inputs, seed, keep, only };
fuzz.SetAction(arguments =>
{
    using var campaign = new FuzzCampaign(arguments.GetValue(keep), arguments.GetValue(only));
    ImmutableArray<FuzzResult> results = campaign.Run(arguments.GetValue(inputs), arguments.GetValue(seed), Console.Out.WriteLine);
    foreach (FuzzResult result in results)
    {
        Console.WriteLine(result);
    }

    return results.All(result => result.Failures.IsEmpty) ? 0 : 1;
});

var number = new Argument<int>("N") { Description = "How many, at least." };
var drawing = new Option<int>("--seed") { Description = "Decides which.", DefaultValueFactory = _ => 1 };
var program = new Option<string>("--program")
{
    Description = "The program's assembly.",
    DefaultValueFactory = _ => RepositoryFiles.PathOf("src", "Host", "bin", "Release", "net10.0", "mmoe.dll"),
};
var interrupt = new Command("interrupt", "Kills runs at random moments and takes them up again until they are done.") { number, drawing, program };
interrupt.SetAction((arguments, _) => InFolderAsync(async folder =>
{
    var campaign = new InterruptionCampaign(arguments.GetValue(program)!, folder, Console.Out.WriteLine);
    InterruptionResult result = await campaign.RunAsync(arguments.GetValue(number), arguments.GetValue(drawing));
    return ($"{result}", result.Differences.IsEmpty);
}));

var signal = new Command("signal", "Sends SIGTERM at moments from the start of a run to its end.") { number, program };
signal.SetAction((arguments, _) => InFolderAsync(async folder =>
{
    var campaign = new SignalCampaign(arguments.GetValue(program)!, folder, Console.Out.WriteLine);
    InterruptionResult result = await campaign.RunAsync(arguments.GetValue(number));
    return ($"{result}", result.Differences.IsEmpty);
}));

var fail = new Command("fail", "Runs and predicts on a file system that fails.") { number, drawing, program };
fail.SetAction((arguments, _) => InFolderAsync(async folder =>
{
    var campaign = new FileFaultCampaign(arguments.GetValue(program)!, folder, Console.Out.WriteLine);
    FileFaultResult result = await campaign.RunAsync(arguments.GetValue(number), arguments.GetValue(drawing));
    return ($"{result}", result.Failures.IsEmpty);
}));
return await new RootCommand("Long checks of what the tests check in short.") { fuzz, interrupt, signal, fail }.Parse(args).InvokeAsync();

static async Task<int> InFolderAsync(Func<string, Task<(string Result, bool IsWell)>> campaign)
{
    string folder = Directory.CreateTempSubdirectory("mmoe-campaign").FullName;
    (string result, bool isWell) = await campaign(folder);
    Console.WriteLine(result);
    if (!isWell)
    {
        Console.WriteLine($"the files are in {folder}");
        return 1;
    }

    Directory.Delete(folder, recursive: true);
    return 0;
}
