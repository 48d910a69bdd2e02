using System.Reflection;
using MmoePipeline.Composition;
using MmoePipeline.Configuration;
using MmoePipeline.Testing.Checks;
using MmoePipeline.Testing.Options;

namespace MmoePipeline.Testing;

/// <summary>
/// Checks that a plugin does what its kind promises. It needs no test framework: call it in a test of whichever.
/// </summary>
/// <remarks>
/// The checks compute on the CPU, in the calling thread, and take a second or so. The native libraries of TorchSharp have to be there: a test
/// project references one of the <c>libtorch</c> packages.
/// </remarks>
public static class PluginConformance
{
    /// <summary>Checks a plugin.</summary>
    /// <typeparam name="TPlugin">The class that is marked <see cref="PluginAttribute"/>.</typeparam>
    /// <param name="options">How, where the usual way does not do.</param>
    /// <exception cref="ConformanceException">The plugin fails a check; the message lists all that it fails.</exception>
    /// <exception cref="ArgumentException">The class is no plugin, or the options can't be used.</exception>
    public static void Verify<TPlugin>(ConformanceOptions? options = null)
        where TPlugin : class => Verify(DescriptorOf(typeof(TPlugin)), options);

    /// <summary>Checks a plugin.</summary>
    /// <param name="plugin">The plugin, for instance of <see cref="PluginsOf"/>.</param>
    /// <param name="options">How, where the usual way does not do.</param>
    /// <exception cref="ConformanceException">The plugin fails a check; the message lists all that it fails.</exception>
    /// <exception cref="ArgumentException">The options can't be used.</exception>
    public static void Verify(PluginDescriptor plugin, ConformanceOptions? options = null)
    {
        ImmutableArray<ConformanceFailure> failures = Check(plugin, options);
        if (!failures.IsEmpty)
        {
            throw new ConformanceException($"{plugin.Kind} {plugin.Name}", failures);
        }
    }

    /// <summary>Checks a plugin and gives what it fails, empty for nothing.</summary>
    /// <param name="plugin">The plugin.</param>
    /// <param name="options">How, where the usual way does not do.</param>
    /// <exception cref="ArgumentException">The options can't be used.</exception>
    public static ImmutableArray<ConformanceFailure> Check(PluginDescriptor plugin, ConformanceOptions? options = null)
    {
        options ??= new ConformanceOptions();
        var failures = ImmutableArray.CreateBuilder<ConformanceFailure>();
        var subject = new Subject(plugin, options);
        foreach ((ConformanceCheck check, Func<IEnumerable<string>> problems) in CheckList.Of(subject))
        {
            ImmutableArray<string> found = Run(problems, plugin.Type);
            if (!options.Exceptions.TryGetValue(check, out string? reason))
            {
                failures.AddRange(found.Select(problem => new ConformanceFailure(check, problem)));
            }
            else if (found.IsEmpty)
            {
                failures.Add(new ConformanceFailure(check, $"passes, so that there need be no exception because '{reason}'."));
            }
        }

        return failures.ToImmutable();
    }

    /// <summary>All plugins of an assembly, for a test that checks each.</summary>
    /// <param name="assembly">The assembly.</param>
    public static ImmutableArray<PluginDescriptor> PluginsOf(Assembly assembly) => PluginCatalogues.Of(assembly);

    private static PluginDescriptor DescriptorOf(Type type) =>
        PluginsOf(type.Assembly).FirstOrDefault(plugin => plugin.Type == type) ?? throw new ArgumentException(
            $"{type} is not a plugin: it is not in the catalogue of {type.Assembly.GetName().Name}. Is it marked [Plugin], and does the project reference "
            + "MmoePipeline.Abstractions, whose generator writes the catalogue?");

    /// <summary>Whatever a plugin throws is a finding like any other.</summary>
    private static ImmutableArray<string> Run(Func<IEnumerable<string>> problems, Type plugin)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        try
        {
            return [.. problems()];
        }
        catch (Exception exception)
        {
            return [$"threw {PluginFrames.Describe(exception, plugin.Assembly)}"];
        }
    }
}
