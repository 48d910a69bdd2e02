using MmoePipeline.Configuration;
using MmoePipeline.Construction;
using MmoePipeline.Modeling.Experts;
using MmoePipeline.Plugins.Experts.Attention;
using MmoePipeline.Plugins.Experts.Mlp;
using MmoePipeline.Randomness;
using TorchSharp;
using TorchSharp.Modules;

namespace MmoePipeline.Plugins.Tests.Experts;

/// <summary>What holds for every kind of expert, found in the catalogue, so that a new one is tested by itself.</summary>
public sealed class ExpertBankTests : NetworkFixture
{
    private const int Rows = 6;

    public static TheoryData<string> Kinds => [.. Descriptors.Keys];

    private static Dictionary<string, PluginDescriptor> Descriptors { get; } = typeof(MlpExperts).Assembly
        .GetCustomAttributes(typeof(PluginCatalogueAttribute), inherit: false)
        .Cast<PluginCatalogueAttribute>()
        .SelectMany(mark => ((IPluginCatalogue)Activator.CreateInstance(mark.Catalogue, nonPublic: true)!).Plugins)
        .Where(plugin => plugin.KindType == typeof(IExpert))
        .ToDictionary(plugin => plugin.Name);

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Gives_what_it_says(string kind)
    {
        using ExpertBank bank = Bank(kind);
        Assert.Equal([bank.Count, Rows, bank.OutputWidth], bank.Forward(Input()).shape);
    }

    /// <summary>Two experts that start alike stay alike, whatever the gates do: a bank of eight is then a bank of one.</summary>
    [Theory]
    [MemberData(nameof(Kinds))]
    public void No_two_experts_start_alike(string kind)
    {
        using ExpertBank bank = Bank(kind);
        torch.Tensor outputs = bank.Forward(Input());
        for (int one = 0; one < bank.Count; one++)
        {
            for (int other = one + 1; other < bank.Count; other++)
            {
                Assert.True((outputs[one] - outputs[other]).abs().max().item<float>() > 1e-3, $"{one} is {other}");
            }
        }
    }

    /// <summary>A row's outputs don't depend on the rows beside it.</summary>
    [Theory]
    [MemberData(nameof(Kinds))]
    public void Rows_are_computed_each_by_itself(string kind)
    {
        using ExpertBank bank = Bank(kind);
        torch.Tensor input = Input();
        torch.Tensor together = bank.Forward(input);
        for (int row = 0; row < Rows; row++)
        {
            torch.Tensor alone = bank.Forward(input.narrow(0, row, 1));
            Assert.Equal(0, (together.narrow(1, row, 1) - alone).abs().max().item<float>(), 1e-5);
        }
    }

    /// <summary>
    /// Of each parameter, the entry with the largest gradient against central differences. Layers compute in the format of their
    /// input, here double; the parameters stay float32, so the differences are taken over what they really moved by.
    /// </summary>
    [Theory]
    [MemberData(nameof(Kinds))]
    public void Gradients_are_those_of_finite_differences(string kind)
    {
        using ExpertBank bank = Bank(kind);
        torch.Tensor input = Input().to(torch.float64);
        torch.Tensor weights = Random.Open("weights").Normal([bank.Count, Rows, bank.OutputWidth]).to(torch.float64);
        torch.Tensor Loss() => (bank.Forward(input) * weights).sum();

        Loss().backward();
        foreach ((string name, Parameter parameter) in bank.named_parameters())
        {
            Assert.True(parameter.grad is not null, $"{name} has no gradient");
            torch.Tensor gradient = parameter.grad!.flatten();
            long index = gradient.abs().argmax().item<long>();
            using IDisposable noGrad = torch.no_grad();
            torch.Tensor entry = parameter.view(-1)[index];
            float value = entry.item<float>();
            entry.fill_(value + 1e-4f);
            (double high, double above) = (entry.item<float>(), Loss().item<double>());
            entry.fill_(value - 1e-4f);
            (double low, double below) = (entry.item<float>(), Loss().item<double>());
            entry.fill_(value);
            double expected = (above - below) / (high - low);
            Assert.True(
                Math.Abs(gradient[index].item<float>() - expected) <= 1e-3 * (1 + Math.Abs(expected)),
                $"{name}: {gradient[index].item<float>()} is not {expected}");
        }
    }

    /// <summary>Dropout acts while training only, with draws of the bank's own streams, and changes no parameter.</summary>
    [Theory]
    [MemberData(nameof(Kinds))]
    public void Dropout_acts_while_training_only(string kind)
    {
        using RandomStreams one = new(5);
        using RandomStreams other = new(5);
        using ExpertBank dropping = Bank(kind, one, dropout: 0.5);
        using ExpertBank plain = Bank(kind, other);
        torch.Tensor input = Input();
        dropping.eval();
        byte[] whole = plain.Forward(input).contiguous().bytes.ToArray();
        Assert.Equal(whole, dropping.Forward(input).contiguous().bytes.ToArray());
        dropping.train();
        byte[] first = dropping.Forward(input).contiguous().bytes.ToArray();
        Assert.NotEqual(whole, first);
        Assert.NotEqual(first, dropping.Forward(input).contiguous().bytes.ToArray());
        Assert.Equal(plain.state_dict().Keys, dropping.state_dict().Keys);
        string[] added = [.. one.Opened.Keys.Except(other.Opened.Keys)];
        Assert.NotEmpty(added);
        Assert.All(added, name => Assert.EndsWith(".dropout", name, StringComparison.Ordinal));
    }

    [Fact]
    public void Attention_over_mixed_fields_is_refused() => ProblemAssert.Throws(
        () => new AttentionExperts(new AttentionExpertsOptions()).CreateBank(Site(Random) with { Features = null }), "MMOE1309 experts.0");

    private ExpertBank Bank(string kind) => Bank(kind, Random);

    private static ExpertBank Bank(string kind, RandomStreams random, double dropout = 0)
    {
        PluginDescriptor descriptor = Descriptors[kind];
        object? options = descriptor.Bind(OptionsSection.CreateEmpty());
        if (dropout > 0)
        {
            options!.GetType().GetProperty("Dropout")!.SetValue(options, dropout);
        }

        return new PluginActivator().Create(new PluginSlot<IExpert>(descriptor, options, kind)).CreateBank(Site(random));
    }

    private static ExpertContext Site(RandomStreams random) => new()
    {
        Path = "model.experts.0",
        Name = "experts.0",
        InputWidth = Layout.InputWidth,
        Features = Layout,
        Random = random,
        Device = torch.CPU,
    };

    private torch.Tensor Input() => Random.Open("input").Normal([Rows, Layout.InputWidth]);
}
