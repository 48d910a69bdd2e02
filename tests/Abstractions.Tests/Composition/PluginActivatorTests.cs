using MmoePipeline.Composition;
using MmoePipeline.Configuration;
using MmoePipeline.Construction;

namespace MmoePipeline.Abstractions.Tests.Composition;

public sealed class PluginActivatorTests
{
    [Fact]
    public void A_plugin_is_constructed_with_its_options_the_context_and_the_services()
    {
        using var activator = new PluginActivator(new OneService("service"));
        var context = new PlaceContext { Path = "place" };
        var plugin = (Recorded)activator.Create(Slot<IPlaced>(typeof(PlaceContext), "options"), context);
        Assert.Equal("options", plugin.Options);
        Assert.Same(context, plugin.Context);
        Assert.Equal("service", plugin.Services.GetService(typeof(string)));
        Assert.Null(plugin.Services.GetService(typeof(Uri)));
    }

    [Fact]
    public void A_plugin_that_constructs_others_gets_the_activator_as_a_service()
    {
        using var activator = new PluginActivator();
        var plugin = (Recorded)activator.Create(Slot<IFree>(null, null));
        Assert.Same(activator, plugin.Services.GetService(typeof(PluginActivator)));
    }

    [Fact]
    public void Each_call_makes_an_instance_and_each_is_disposed_of_once()
    {
        var activator = new PluginActivator();
        var plugins = new List<Recorded>
        {
            (Recorded)activator.Create(Slot<IFree>(null, null)), (Recorded)activator.Create(Slot<IFree>(null, null)),
        };
        Assert.NotSame(plugins[0], plugins[1]);
        Assert.All(plugins, plugin => Assert.Equal(0, plugin.Disposals));
        activator.Dispose();
        activator.Dispose();
        Assert.All(plugins, plugin => Assert.Equal(1, plugin.Disposals));
    }

    /// <summary>Such as a regularizer, which belongs to its network.</summary>
    [Fact]
    public void A_plugin_of_a_kind_that_has_an_owner_is_left_to_it()
    {
        var activator = new PluginActivator();
        var plugin = (Recorded)activator.Create(Slot<IPart>(null, null));
        activator.Dispose();
        Assert.Equal(0, plugin.Disposals);
        plugin.Dispose();
    }

    [Fact]
    public void A_kind_with_a_context_is_not_constructed_without()
    {
        using var activator = new PluginActivator();
        PluginException exception = ProblemAssert.Fails(() => activator.Create(Slot<IPlaced>(typeof(PlaceContext), null)), "MMOE3102 slot");
        Assert.Contains(nameof(PlaceContext), exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_constructor_throws_names_plugin_and_place_but_for_wrong_input()
    {
        using var activator = new PluginActivator();
        PluginException exception = ProblemAssert.Fails(
            () => activator.Create(Slot<IFree>(null, null, () => throw new InvalidOperationException("on purpose"))), "MMOE3103 slot");
        Assert.IsType<InvalidOperationException>(exception.InnerException);
        Assert.Throws<BadInputException>(() => activator.Create(Slot<IFree>(null, null, () => throw new BadInputException("slot", "wrong"))));
    }

    private static PluginSlot<TKind> Slot<TKind>(Type? context, object? options, Func<object>? create = null)
        where TKind : class => new(
            new PluginDescriptor
            {
                Kind = "test",
                KindType = typeof(TKind),
                Name = "recorded",
                Type = typeof(Recorded),
                Summary = "",
                Options = null,
                Bind = _ => null,
                ContextType = context,
                Create = (bound, given, services) => create is null ? new Recorded(bound, given, services) : create(),
            },
            options,
            "slot");

    private interface IPlaced : IRequiresContext<PlaceContext>;

    private interface IFree;

    [PluginKind("part", HasOwner = true)]
    private interface IPart;

    private sealed record PlaceContext : PluginContext;

    private sealed class Recorded(object? options, PluginContext? context, IServiceProvider services) : IPlaced, IFree, IPart, IDisposable
    {
        public object? Options => options;

        public PluginContext? Context => context;

        public IServiceProvider Services => services;

        public int Disposals { get; private set; }

        public void Dispose() => Disposals++;
    }

    private sealed class OneService(object service) : IServiceProvider
    {
        public object? GetService(Type serviceType) => serviceType == service.GetType() ? service : null;
    }
}
