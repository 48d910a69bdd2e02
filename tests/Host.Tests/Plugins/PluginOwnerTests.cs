using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using MmoePipeline.Configuration;
using MmoePipeline.Configuration.Tree;
using MmoePipeline.Construction;
using MmoePipeline.Data;
using MmoePipeline.Host.Commands;
using MmoePipeline.Host.Tests.Resuming;
using MmoePipeline.Probing;
using MmoePipeline.Runs.Configuration;
using MmoePipeline.Runs.Options;
using Spectre.Console;

namespace MmoePipeline.Host.Tests.Plugins;

/// <summary>Plugins that hold something and are no modules: each is disposed of once, when its run is over.</summary>
public sealed class PluginOwnerTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("mmoe-owner").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_source_and_what_was_made_after_it_are_disposed_of_with_the_run_the_newest_first()
    {
        var disposed = new List<string>();
        WithHost(host =>
        {
            Create(host, Slot("first", disposed));
            Create(host, Slot("second", disposed));
            Assert.Empty(disposed);
        });
        Assert.Equal(["second", "first"], disposed);
    }

    [Fact]
    public void A_plugin_that_throws_when_it_is_disposed_of_keeps_no_other_from_it()
    {
        var disposed = new List<string>();
        WithHost(host =>
        {
            Create(host, Slot("first", disposed));
            Create(host, Slot("throws", disposed));
        });
        Assert.Equal(["throws", "first"], disposed);
    }

    /// <summary>Modules, optimizers, probes and event handlers belong to what they are a part of: the activator disposes of none of them a second time.</summary>
    [Fact]
    public void What_has_an_owner_is_left_to_it()
    {
        var disposed = new List<string>();
        PluginDescriptor probe = Slot("probe", disposed).Plugin with { KindType = typeof(Probe), Create = (_, _, _) => new OwnedProbe(disposed) };
        WithHost(host => host.Services.GetRequiredService<PluginActivator>().Create(new PluginSlot<Probe>(probe, null, "probes.0")));
        Assert.Empty(disposed);
    }

    private static void Create(IHost host, PluginSlot<IDataSource> slot) => host.Services.GetRequiredService<PluginActivator>().Create(slot);

    private static PluginSlot<IDataSource> Slot(string name, List<string> disposed) => new(
        new PluginDescriptor
        {
            Kind = "data-source",
            KindType = typeof(IDataSource),
            Name = name,
            Type = typeof(Source),
            Summary = "",
            Options = null,
            Bind = _ => null,
            Create = (_, _, _) => new Source(name, disposed),
        },
        null,
        "data.source");

    private void WithHost(Action<IHost> use)
    {
        string file = Path.Combine(_folder, "config.json");
        File.WriteAllText(file, FunnelConfiguration.Text);
        RunPlan? plan = new RunPlanReader(InterruptedTraining.Registry).Read(file, [], out ImmutableArray<ConfigurationProblem> problems);
        Assert.Empty(problems);
        using IHost host = RunHost.Create(plan!, AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(TextWriter.Null) }));
        use(host);
    }

    private sealed class OwnedProbe(List<string> disposed) : Probe, IDisposable
    {
        public void Dispose() => disposed.Add("probe");
    }

    private sealed class Source(string name, List<string> disposed) : IDataSource, IDisposable
    {
        public string Description => name;

        public string Fingerprint(CancellationToken cancellation) => name;

        public ImmutableArray<string> ReadColumnNames(CancellationToken cancellation) => [];

        public IEnumerable<TableChunk> Read(IReadOnlyList<ColumnRequest> columns, CancellationToken cancellation) => [];

        public string DescribeRow(long row) => name;

        public void Dispose()
        {
            disposed.Add(name);
            if (name == "throws")
            {
                throw new InvalidOperationException("on purpose");
            }
        }
    }
}
