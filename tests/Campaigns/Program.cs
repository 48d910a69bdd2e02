using System.CommandLine;
using MmoePipeline.Campaigns.Fuzzing;

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
return await new RootCommand("Long checks of what the tests check in short.") { fuzz }.Parse(args).InvokeAsync();
