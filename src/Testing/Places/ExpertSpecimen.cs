using MmoePipeline.Modeling;
using MmoePipeline.Modeling.Experts;

namespace MmoePipeline.Testing.Places;

/// <summary>A bank of experts.</summary>
internal sealed class ExpertSpecimen : ModuleSpecimen
{
    private ExpertSpecimen(Subject subject, int inputWidth, FeatureLayout? features, MatrixPrecision precision, long seed)
        : base(seed)
    {
        InputWidth = inputWidth;
        Bank = subject.Create<IExpert>(Clock).CreateBank(new ExpertContext
        {
            Path = "conformance",
            Name = "experts.0",
            InputWidth = inputWidth,
            Features = features,
            Random = Random,
            Device = torch.CPU,
            Precision = precision,
        });
    }

    public ExpertBank Bank { get; }

    public int InputWidth { get; }

    public override torch.nn.Module Module => Bank;

    public static PlaceList<ExpertSpecimen> Places(Subject subject)
    {
        Place<ExpertSpecimen> At(string name, int width, FeatureLayout? features, MatrixPrecision precision = MatrixPrecision.Float32) =>
            new(name, seed => new ExpertSpecimen(subject, width, features, precision, seed));
        return new(
        [
            At("an input of two categorical fields and a number", Layouts.Mixed.InputWidth, Layouts.Mixed),
            At("an input of three numbers", Layouts.Numbers.InputWidth, Layouts.Numbers),
            At("an input of three categorical fields and two numbers", Layouts.Wide.InputWidth, Layouts.Wide),
            At("above a shared layer of width 1", 1, null),
            At("above a shared layer of width 16", 16, null),
            At("in bfloat16", Layouts.Mixed.InputWidth, Layouts.Mixed, MatrixPrecision.Bfloat16),
        ]);
    }

    public Tensor Input(int data, int rows = 7) => Draws.Normal(data, rows, InputWidth);

    public override ImmutableArray<Tensor> Train(int step)
    {
        Clock.Set(step);
        Bank.train();
        Tensor output = Bank.Forward(Input(step));
        Backward((output * Draws.Normal(step + 100, output.shape)).sum());
        Descend();
        return [output.detach(), .. Gradients()];
    }

    public override ImmutableArray<Tensor> Evaluate(int data, int rows = 7)
    {
        Bank.eval();
        using IDisposable noGrad = torch.no_grad();
        return [Bank.Forward(Input(data, 7).narrow(0, 0, rows))];
    }
}
