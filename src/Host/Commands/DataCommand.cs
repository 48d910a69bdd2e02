using System.CommandLine;
using MmoePipeline.Host.DataSets;
using MmoePipeline.Host.Runtime;
using MmoePipeline.Host.Terminal;

namespace MmoePipeline.Host.Commands;

/// <summary><c>mmoe data</c>: lists the data sets that the program knows by name, and gets them.</summary>
internal static class DataCommand
{
    /// <summary>How long a server may send nothing.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Describes the command.</summary>
    public static Command Create() => new("data", "Lists data sets, and gets them by name.") { List(), Get() };

    private static Command List()
    {
        Option<OutputFormat> format = CommonOptions.Format();
        var command = new Command("list", "Lists the data sets: what they are, size, licence, and where they are on this machine.") { format };
        command.SetAction(arguments =>
        {
            if (arguments.GetValue(format) == OutputFormat.Json)
            {
                DataSetText.WriteJson(DataSetCatalogue.All);
            }
            else
            {
                DataSetText.WriteList(Terminals.Results, DataSetCatalogue.All);
            }

            return ExitCode.Done;
        });
        return command;
    }

    private static Command Get()
    {
        var name = new Argument<string>("NAME") { Description = "The data set; mmoe data list has the names." };
        CommonOptions.RefuseOptions(name);
        name.CompletionSources.Add(_ => DataSetCatalogue.All.Select(set => set.Name));
        var from = new Option<string?>("--from")
        {
            Description = "Downloads from a mirror: the address of a data folder, whose files are named as the catalogue's paths.",
            HelpName = "URL",
        };
        from.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string?>() is { } address && !IsAddress(address))
            {
                result.AddError("--from: expected an http or https address, for instance https://example.com/data.");
            }
        });
        Option<OutputFormat> format = CommonOptions.Format();
        var command = new Command("get", "Looks for a data set in the data folders, else downloads it into data; checks size and SHA-256.") { name, from, format };
        command.SetAction((arguments, _) => Interruptible.RunAsync(cancellation => GetAsync(
            DataSetCatalogue.Find(arguments.GetValue(name)!),
            arguments.GetValue(from) is { } mirror ? new Uri(mirror) : null,
            arguments.GetValue(format),
            cancellation)));
        return command;
    }

    private static async Task<int> GetAsync(DataSet set, Uri? mirror, OutputFormat format, CancellationToken cancellation)
    {
        using var client = new HttpClient { Timeout = Timeout.InfiniteTimeSpan };
        var store = new DataSetStore(ProgramHome.Data, new FileDownload(client, Patience, new DownloadProgress(Terminals.Messages)));
        var files = new List<StoredFile>();
        try
        {
            foreach (DataSetFile file in set.Files)
            {
                files.Add(await store.GetAsync(set, file, mirror, cancellation));
                if (format == OutputFormat.Text)
                {
                    DataSetText.WriteFile(Terminals.Results, files[^1]);
                }
            }
        }
        catch (DataSetException exception)
        {
            ProblemList.Write([exception.Problem]);
            ProblemList.WriteLines([$"by hand: {set.Name} is published at {set.Source.AbsoluteUri}", .. set.ByHand.Select(step => $"  {step}")]);
            return ExitCode.Failed;
        }

        if (format == OutputFormat.Json)
        {
            DataSetText.WriteJson(set, files);
        }

        return ExitCode.Done;
    }

    private static bool IsAddress(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out Uri? address) && (address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps);
}
