using MmoePipeline.Composition;
using MmoePipeline.Modeling;
using MmoePipeline.Modeling.Blocks;
using MmoePipeline.Plugins.Architectures.Mmoe;
using MmoePipeline.Plugins.GateRegularizers.BiasBalance;
using MmoePipeline.Plugins.GateRegularizers.Dropout;
using MmoePipeline.Plugins.GateRegularizers.DselectK;
using MmoePipeline.Plugins.GateRegularizers.Entropy;
using MmoePipeline.Plugins.GateRegularizers.Freeze;
using MmoePipeline.Plugins.GateRegularizers.Init;
using MmoePipeline.Plugins.GateRegularizers.LayerNorm;
using MmoePipeline.Plugins.GateRegularizers.LoadBalance;
using MmoePipeline.Plugins.GateRegularizers.NoisyTopK;
using MmoePipeline.Plugins.GateRegularizers.Smooth;
using MmoePipeline.Plugins.GateRegularizers.Temperature;
using MmoePipeline.Plugins.GateRegularizers.ZLoss;
using TorchSharp;
using TorchSharp.Modules;

namespace MmoePipeline.Plugins.Tests.GateRegularizers;

public sealed class GateRegularizerTests : NetworkFixture
{
    [Fact]
    public void Temperature_divides_the_logits()
    {
        using var temperature = new GateTemperature(new GateTemperatureOptions { Scale = 4 }, new StoppedClock());
        torch.Tensor logits = torch.tensor(new[] { 8f, -2, 0 }).view(1, 1, 3);
        Assert.Equal([2f, -0.5f, 0], temperature.OnLogits(logits).data<float>().ToArray());
    }

    [Fact]
    public void Dropout_keeps_the_share_that_it_says_and_sums_to_one()
    {
        const int Rows = 20_000;
        using GateDropout dropout = Dropout(0.3);
        torch.Tensor weights = torch.full([Rows, 2, 4], 0.25f);
        torch.Tensor kept = dropout.OnWeights(weights);

        Assert.Equal(0, (kept.sum(-1) - 1).abs().max().item<float>(), 1e-5);

        // All four are left out with probability 0.3^4, and then all are kept.
        double expected = 0.3 - Math.Pow(0.3, 4);
        double share = (kept == 0).to(torch.float32).mean().item<float>();
        Assert.Equal(expected, share, 5 * Math.Sqrt(expected / (Rows * 8)));
    }

    [Fact]
    public void What_dropout_keeps_stays_in_proportion()
    {
        using GateDropout dropout = Dropout(0.5);
        torch.Tensor weights = torch.tensor(new[] { 0.5f, 0.3f, 0.2f }).expand(1000, 1, 3);
        foreach (float[] row in dropout.OnWeights(weights).data<float>().ToArray().Chunk(3))
        {
            float[] scale = [.. row.Zip([0.5f, 0.3f, 0.2f], (after, before) => after / before).Where(ratio => ratio > 0)];
            Assert.All(scale, ratio => Assert.Equal(scale[0], ratio, 1e-4f));
        }
    }

    [Fact]
    public void Dropout_acts_while_training_only()
    {
        using GateDropout dropout = Dropout(0.5);
        dropout.eval();
        torch.Tensor weights = torch.full([10, 1, 2], 0.5f);
        Assert.Same(weights, dropout.OnWeights(weights));
    }

    /// <summary>Without renormalising, each weight keeps its mean: E[w kept / (1 - rate)] = w.</summary>
    [Fact]
    public void Dropout_without_renormalising_keeps_the_mean()
    {
        using var dropout = Attached(new GateDropout(new GateDropoutOptions { Rate = 0.3, Renormalize = false }));
        torch.Tensor kept = dropout.OnWeights(torch.full([20_000, 2, 4], 0.25f));
        Assert.Equal([0f, 0.25f / 0.7f], kept.flatten().unique().output.data<float>().ToArray(), (a, b) => Math.Abs(a - b) < 1e-6);
        Assert.Equal(0.25, kept.mean().item<float>(), 0.003);
    }

    [Theory]
    [InlineData(TemperatureSchedule.Linear, 8, 4.5)]
    [InlineData(TemperatureSchedule.Exponential, 8, 2.8284271)]
    public void A_temperature_schedule_is_half_way_at_half_the_steps(TemperatureSchedule schedule, double from, double half)
    {
        var clock = new StoppedClock { Step = 20 };
        var options = new GateTemperatureOptions { Scale = from, EndScale = 1, Schedule = schedule };
        using var temperature = Attached(new GateTemperature(options, clock));
        torch.Tensor logits = torch.ones(1, 1, 2);
        Assert.Equal(1 / half, At(20), 1e-6);
        Assert.Equal(1 / from, At(0), 1e-6);
        Assert.Equal(1, At(40), 1e-6);
        Assert.Equal(1, At(400), 1e-6);

        // Weights of an earlier epoch bring their temperature along; a prediction doesn't look at the clock.
        temperature.state_dict()["temperature"].fill_(5);
        temperature.eval();
        Assert.Equal(0.2, At(0), 1e-6);

        double At(long step)
        {
            clock.Step = step;
            temperature.OnInput(logits);
            return temperature.OnLogits(logits)[0, 0, 0].item<float>();
        }
    }

    /// <summary>Even use: variation 0, Switch 1 (E sum_e (1/E)(1/E) by any choice of f). One expert only: variation E - 1 = 3, Switch E = 4.</summary>
    [Fact]
    public void Load_balance_has_the_values_of_its_equations()
    {
        torch.Tensor even = torch.full([8, 2, 4], 0.25f);
        torch.Tensor collapsed = torch.zeros(8, 2, 4);
        collapsed.select(-1, 2).fill_(1);
        foreach ((LoadBalanceForm form, double ofEven, double ofCollapsed) in new[] { (LoadBalanceForm.Importance, 0.0, 3.0), (LoadBalanceForm.Switch, 1, 4) })
        {
            using var balance = Attached(new GateLoadBalance(new GateLoadBalanceOptions { Form = form, Weight = 0.5 }));
            Assert.Equal(2 * 0.5 * ofEven, balance.Penalty(even, even)!.item<float>(), 1e-6);
            Assert.Equal(2 * 0.5 * ofCollapsed, balance.Penalty(even, collapsed)!.item<float>(), 1e-5);
        }
    }

    [Fact]
    public void Entropy_is_penalised_below_its_floor_only()
    {
        using var entropy = Attached(new GateEntropy(new GateEntropyOptions { Floor = 0.5, Weight = 3 }));
        torch.Tensor even = torch.full([8, 2, 4], 0.25f);
        torch.Tensor collapsed = torch.zeros(8, 2, 4, requires_grad: false);
        collapsed.select(-1, 2).fill_(1);
        collapsed.requires_grad_();
        Assert.Equal(0, entropy.Penalty(even, even)!.item<float>());
        torch.Tensor penalty = entropy.Penalty(even, collapsed)!;
        Assert.Equal(2 * 3 * 0.5 * Math.Log(4), penalty.item<float>(), 1e-5);
        penalty.backward();
        Assert.True(collapsed.grad!.isfinite().all().item<bool>());
    }

    /// <summary>Of zero logits log(4)^2 for each gate; of logits 0, log 3 it is log(4)^2, too, because the sum of exponentials is 4.</summary>
    [Fact]
    public void Z_loss_is_the_squared_log_sum_exp()
    {
        using var loss = Attached(new GateZLoss(new GateZLossOptions { Weight = 0.1 }));
        Assert.Equal(2 * 0.1 * Math.Pow(Math.Log(4), 2), loss.Penalty(torch.zeros(5, 2, 4), torch.zeros(5, 2, 4))!.item<float>(), 1e-6);
        torch.Tensor two = torch.tensor(new[] { 0f, (float)Math.Log(3) }).expand(5, 1, 2);
        Assert.Equal(0.1 * Math.Pow(Math.Log(4), 2), loss.Penalty(two, two)!.item<float>(), 1e-6);
    }

    [Fact]
    public void Smooth_penalises_the_distance_to_the_moving_average()
    {
        using var smooth = Attached(new GateSmooth(new GateSmoothOptions { Momentum = 0.75, Weight = 2 }));
        torch.Tensor even = torch.full([8, 2, 4], 0.25f);
        torch.Tensor other = torch.tensor(new[] { 0.65f, 0.25f, 0.05f, 0.05f }).expand(8, 2, 4);
        Assert.Equal(0, smooth.Penalty(even, even)!.item<float>());
        double distance = 0.4 * 0.4 + (2 * 0.2 * 0.2);
        Assert.Equal(2 * 2 * distance, smooth.Penalty(even, other)!.item<float>(), 1e-5);

        // The average has gone a quarter of the way.
        Assert.Equal(2 * 2 * distance * 0.75 * 0.75, smooth.Penalty(even, other)!.item<float>(), 1e-5);
    }

    [Fact]
    public void Bias_balance_moves_biases_against_the_load()
    {
        using var balance = Attached(new GateBiasBalance(new GateBiasBalanceOptions { Rate = 0.5 }));
        torch.Tensor logits = torch.zeros(8, 2, 4);
        torch.Tensor weights = torch.tensor(new[] { 0.4f, 0.25f, 0.2f, 0.15f }).expand(8, 2, 4);
        balance.OnWeights(weights);
        Assert.Equal([-0.5f, 0, 0.5f, 0.5f], balance.OnLogits(logits)[0, 1].data<float>().ToArray());
        balance.eval();
        balance.OnWeights(weights);
        Assert.Equal(-0.5f, balance.OnLogits(logits)[0, 0, 0].item<float>());
    }

    [Fact]
    public void Init_draws_the_last_layer_with_its_deviation()
    {
        var weight = new Parameter(torch.ones(300, 400));
        var bias = new Parameter(torch.ones(400));
        var hidden = new Parameter(torch.ones(3, 4));
        using var init = new GateInit(new GateInitOptions { Deviation = 0.02 });
        init.Attach(Site() with { Parameters = [hidden, new Parameter(torch.ones(4)), weight, bias] });
        Assert.Equal(0.02, weight.std().item<float>(), 0.02 * 4 / Math.Sqrt(2 * weight.numel()));
        Assert.Equal(0, bias.abs().sum().item<float>());
        Assert.Equal(12, hidden.sum().item<float>());
    }

    [Fact]
    public void Layer_norm_standardises_hidden_layers_and_logits()
    {
        using var norm = Attached(new GateLayerNorm(), 3);
        torch.Tensor logits = torch.tensor(new[] { 1f, 3, 1, 3 }).expand(1, 2, 4);
        Assert.Equal([-1f, 1, -1, 1], norm.OnLogits(logits)[0, 0].data<float>().ToArray(), (a, b) => Math.Abs(a - b) < 1e-4);
        torch.Tensor hidden = torch.tensor(new[] { 0f, 5, 10 }).expand(2, 1, 3);
        float[] expected = [-(float)Math.Sqrt(1.5), 0, (float)Math.Sqrt(1.5)];
        Assert.Equal(expected, norm.OnHidden(hidden, 0)[1, 0].data<float>().ToArray(), (a, b) => Math.Abs(a - b) < 1e-4);
    }

    [Fact]
    public void Noisy_top_k_leaves_k_experts_and_no_gradient_to_the_others()
    {
        using var choice = Attached(new GateNoisyTopK(new GateNoisyTopKOptions { K = 2 }));
        choice.eval();
        torch.Tensor logits = Random.Open("logits").Normal([50, 2, 4]).requires_grad_();
        choice.OnInput(torch.zeros(50, Layout.InputWidth));
        torch.Tensor weights = Mixture.Weights(choice.OnLogits(logits));
        Assert.Equal(2, (weights > 0).sum(-1).unique().output.item<long>());
        Assert.Equal(0, (weights.sum(-1) - 1).abs().max().item<float>(), 1e-6);
        Assert.True((weights.argmax(-1) == logits.argmax(-1)).all().item<bool>());
        weights.square().sum().backward();
        Assert.Equal(0, (logits.grad! * (weights == 0)).abs().max().item<float>());
        Assert.True(logits.grad!.isfinite().all().item<bool>());
    }

    /// <summary>The noise map starts at zero, so the noise starts with the deviation softplus(0) = log 2.</summary>
    [Fact]
    public void Noise_starts_with_its_deviation_and_acts_while_training_only()
    {
        using var choice = Attached(new GateNoisyTopK(new GateNoisyTopKOptions { K = 4 }));
        torch.Tensor logits = torch.zeros(5_000, 2, 4);
        torch.Tensor input = Random.Open("input").Normal([5_000, Layout.InputWidth]);
        choice.OnInput(input);
        Assert.Equal(Math.Log(2), choice.OnLogits(logits).std().item<float>(), 4 * Math.Log(2) / Math.Sqrt(2 * 40_000));
        choice.eval();
        choice.OnInput(input);
        Assert.Equal(0, choice.OnLogits(logits).abs().max().item<float>());
    }

    [Fact]
    public void More_chosen_than_there_are_is_refused() => ProblemAssert.Throws(
        () => Attached(new GateNoisyTopK(new GateNoisyTopKOptions { K = 5 })), "MMOE1306 gates.regularizers.0.k");

    [Fact]
    public void Dselect_k_needs_experts_to_choose_from()
    {
        ProblemAssert.Throws(() => Attached(new GateDselectK(new GateDselectKOptions { K = 5 })), "MMOE1306 gates.regularizers.0.k");
        using var choice = new GateDselectK(new GateDselectKOptions { K = 1 });
        ProblemAssert.Throws(() => choice.Attach(Site() with { Experts = 1 }), "MMOE1306 gates.regularizers.0");
    }

    /// <summary>Codes at +-gamma choose one expert each, whatever the input: with two selectors, the shares of two experts.</summary>
    [Fact]
    public void Dselect_k_at_saturation_chooses_k_experts_by_their_bits()
    {
        using var choice = Attached(new GateDselectK(new GateDselectKOptions { K = 2, PerExample = false }));
        Dictionary<string, Parameter> parameters = choice.named_parameters().ToDictionary(named => named.name, named => named.parameter);
        using (torch.no_grad())
        {
            // Two gates of two selectors of two bits: the first gate's selectors choose 1 (bits 1, 0) and 2 (bits 0, 1).
            parameters["codes"].copy_(torch.tensor(new[] { 1f, -1, -1, 1, 1, 1, 1, 1 }).view(1, -1));
            parameters["mixture"].copy_(torch.tensor(new[] { (float)Math.Log(3), 0, 0, 0 }).view(1, -1));
        }

        choice.OnInput(torch.zeros(3, Layout.InputWidth));
        torch.Tensor weights = choice.OnWeights(torch.zeros(3, 2, 4));
        Assert.Equal([0f, 0.75f, 0.25f, 0], weights[2, 0].data<float>().ToArray(), (a, b) => Math.Abs(a - b) < 1e-6);
        Assert.Equal([0f, 0, 0, 1], weights[0, 1].data<float>().ToArray(), (a, b) => Math.Abs(a - b) < 1e-6);
    }

    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    public void Dselect_k_starts_almost_even_and_sums_to_one(int experts)
    {
        using var choice = new GateDselectK(new GateDselectKOptions());
        choice.Attach(Site() with { Experts = experts });
        choice.OnInput(Random.Open("input").Normal([20, Layout.InputWidth]));
        torch.Tensor weights = choice.OnWeights(torch.zeros(20, 2, experts));
        Assert.Equal(0, (weights.sum(-1) - 1).abs().max().item<float>(), 1e-5);
        Assert.Equal(0, (weights - (1.0 / experts)).abs().max().item<float>(), 0.1);
        choice.Penalty(weights, weights)!.backward();
        Assert.All(choice.parameters().Take(1), parameter => Assert.True(parameter.grad!.isfinite().all().item<bool>()));
    }

    /// <summary>
    /// Three experts, one selector of two bits, codes of 0: each code has 1/4, three of four are reachable, and the penalty is 1 / (3/4). The
    /// entropy is 3/4 log 4. A selector with a code that no expert has is pushed away from it.
    /// </summary>
    [Fact]
    public void Dselect_k_penalises_codes_that_no_expert_has()
    {
        using var choice = new GateDselectK(new GateDselectKOptions { K = 1, PerExample = false });
        choice.Attach(Site() with { Experts = 3, Gates = ["one"] });
        Parameter codes = choice.named_parameters().Single(named => named.name == "codes").parameter;
        Assert.Equal(1.33333 + (1e-6 * 0.75 * Math.Log(4)), Penalty(0, 0), 1e-5);

        // At (1/4, 1/4), S = 27/32: reachable is 1 - S^2, and both bits move down.
        Assert.Equal(1 / (1 - (27 / 32.0 * 27 / 32.0)), Penalty(0.25f, 0.25f), 1e-4);
        Assert.All(codes.grad!.data<float>().ToArray(), slope => Assert.True(slope > 1));

        double Penalty(float first, float second)
        {
            using (torch.no_grad())
            {
                codes.copy_(torch.tensor(new[] { first, second }).view(1, -1));
            }

            codes.grad = null;
            choice.OnInput(torch.zeros(5, Layout.InputWidth));
            torch.Tensor weights = choice.OnWeights(torch.zeros(5, 1, 3));
            torch.Tensor penalty = choice.Penalty(weights, weights)!;
            penalty.backward();
            return penalty.item<float>();
        }
    }

    [Theory]
    [InlineData(null, 3)]
    [InlineData(25, null)]
    public void Freeze_stops_the_gates_and_lets_them_go_again(int? step, int? epoch)
    {
        var clock = new StoppedClock();
        using MmoeModel model = Model(
            Slot("norm", () => new GateLayerNorm()),
            Slot("freeze", () => new GateFreeze(new GateFreezeOptions { Step = step, Epoch = epoch, ThawAfter = 1 }, clock)));
        model.train();
        Parameter[] gates = [.. model.named_parameters()
            .Where(named => named.name.StartsWith("gates", StringComparison.Ordinal)).Select(named => named.parameter)];
        Assert.Equal(4, gates.Length);
        FeatureBatch batch = Batch(8);

        // Ten steps an epoch; by epoch the third is frozen, by step what is left of it from step 25 on.
        foreach ((int at, bool moves) in new[] { (0, true), (19, true), (step ?? 20, false), (29, false), (30, true), (39, true) })
        {
            (clock.Step, clock.Epoch) = (at, (at / 10) + 1);
            float[][] before = [.. gates.Select(parameter => parameter.data<float>().ToArray())];
            foreach (Parameter parameter in model.parameters())
            {
                parameter.grad = null;
            }

            (model.Forward(batch).Logits * torch.arange(1, 9).view(8, 1)).square().sum().backward();
            using (torch.no_grad())
            {
                foreach (Parameter parameter in model.parameters().Where(parameter => parameter.grad is not null))
                {
                    parameter.sub_(parameter.grad! * 1e-4f);
                }
            }

            Assert.All(gates.Zip(before), pair => Assert.Equal(moves, !pair.First.data<float>().ToArray().SequenceEqual(pair.Second)));
        }
    }

    [Fact]
    public void Freeze_waits_until_the_gates_have_settled()
    {
        var clock = new StoppedClock();
        using Linear bank = torch.nn.Linear(1, 1);
        using var freeze = new GateFreeze(new GateFreezeOptions { Threshold = 0.01, Evaluations = 2 }, clock);
        freeze.Attach(Site() with { Bank = bank });
        torch.Tensor even = torch.full([8, 2, 4], 0.25f);
        torch.Tensor other = torch.tensor(new[] { 0.9f, 0.1f, 0, 0 }).expand(8, 2, 4);
        var learning = new List<bool>();
        foreach (torch.Tensor weights in new[] { even, even, other, other, other, other })
        {
            freeze.OnInput(torch.zeros(1, 1));
            learning.Add(bank.weight!.requires_grad);
            freeze.OnWeights(weights);
            clock.Epoch++;
        }

        // Epochs 1 and 2 are alike, 2 and 3 are not; 3 and 4, 4 and 5 are, which shows at the start of epoch 6.
        Assert.Equal([true, true, true, true, true, false], learning);
    }

    [Fact]
    public void Orders_that_make_no_sense_are_refused_with_the_reason()
    {
        GateRegularizer TopK() => new GateNoisyTopK(new GateNoisyTopKOptions());
        GateRegularizer Dselect() => new GateDselectK(new GateDselectKOptions());
        GateRegularizer Norm() => new GateLayerNorm();
        Refuses("MMOE1304 norm", Slot("top", TopK), Slot("norm", Norm));
        Refuses("MMOE1310 d", Slot("top", TopK), Slot("d", Dselect));
        Refuses("MMOE1311 norm", Slot("d", Dselect), Slot("norm", Norm));
        Refuses("MMOE1312 norm", Slot("norm", Norm), Slot("norm", Norm));
        Model(Slot("norm", Norm), Slot("top", TopK)).Dispose();
    }

    private static void Refuses(string problem, params PluginSlot<GateRegularizer>[] regularizers) =>
        ProblemAssert.Throws(() => Model(regularizers), problem);

    private static MmoeModel Model(params PluginSlot<GateRegularizer>[] regularizers)
    {
        using var random = new Randomness.RandomStreams(1);
        return new MmoeModel(
            new MmoeOptions { Experts = [Experts(4, 3)], Gate = new GateOptions { Regularizers = [.. regularizers] } }, Context(random, "one"));
    }

    private GateDropout Dropout(double rate) => Attached(new GateDropout(new GateDropoutOptions { Rate = rate }));

    private TRegularizer Attached<TRegularizer>(TRegularizer regularizer, params int[] hidden)
        where TRegularizer : GateRegularizer
    {
        regularizer.Attach(Site() with { Hidden = [.. hidden] });
        regularizer.train();
        return regularizer;
    }

    private GateSite Site() => new()
    {
        Name = "gates.regularizers.0",
        Path = "gates.regularizers.0",
        InputWidth = Layout.InputWidth,
        Gates = ["one", "two"],
        Experts = 4,
        Hidden = [],
        Parameters = [],
        Bank = torch.nn.Identity(),
        Random = Random,
        Device = torch.CPU,
    };

    private static PluginSlot<GateRegularizer> Slot(string name, Func<GateRegularizer> create) => Slot<GateRegularizer>(name, create);
}
