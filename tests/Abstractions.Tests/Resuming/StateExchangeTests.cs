using System.Buffers;
using System.Text;
using System.Text.Json;
using CsCheck;
using MmoePipeline.Resuming;
using TorchSharp;

namespace MmoePipeline.Abstractions.Tests.Resuming;

public sealed class StateExchangeTests
{
    [Fact]
    public void Numbers_come_back_with_the_same_bits() => Gen.Double.List[0, 20].Select(Gen.Long, Gen.Bool, Gen.String[Gen.Char.AlphaNumeric, 0, 9])
        .Sample((numbers, whole, flag, text) =>
        {
            numbers.AddRange([double.NaN, double.PositiveInfinity, double.NegativeInfinity, -0.0, double.Epsilon]);
            var saved = new Part { Numbers = numbers, Whole = whole, Flag = flag, Text = text, Optional = [1, null, double.NaN] };
            var loaded = new Part();
            Load(loaded, Save(saved));
            Assert.Equal(saved.Numbers.Select(BitConverter.DoubleToInt64Bits), loaded.Numbers.Select(BitConverter.DoubleToInt64Bits));
            Assert.Equal(saved.Optional.ToArray(), loaded.Optional.ToArray());
            Assert.Equal((whole, flag, text), (loaded.Whole, loaded.Flag, loaded.Text));
        });

    [Fact]
    public void Tensors_are_copied_into_those_that_are_there()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        var saved = new Tensors { Values = torch.arange(6, torch.float32).view(2, 3), Optional = torch.ones(2) };
        var loaded = new Tensors { Values = torch.zeros(2, 3) };
        torch.Tensor target = loaded.Values;
        Load(loaded, Save(saved));
        Assert.Same(target, loaded.Values);
        Assert.True(target.Equals(saved.Values));
        Assert.True(loaded.Optional!.Equals(torch.ones(2)));
        Load(loaded, Save(new Tensors { Values = torch.zeros(2, 3) }));
        Assert.Null(loaded.Optional);
    }

    [Fact]
    public void Parts_that_were_made_are_made_again()
    {
        var saved = new Parts { All = { [(1, 2)] = new Item("a") { Count = 3 }, [(0, 0)] = new Item("b") } };
        var loaded = new Parts { All = { [(9, 9)] = new Item("old") } };
        Load(loaded, Save(saved));
        Assert.Equal([((0, 0), "b", 0), ((1, 2), "a", 3)], loaded.All.Select(item => (item.Key, item.Value.Name, item.Value.Count)));
    }

    [Theory]
    [InlineData("""{}""", "MMOE4104 part.numbers")]
    [InlineData("""{ "numbers": 1 }""", "MMOE4103 part.numbers")]
    [InlineData("""{ "numbers": ["x"] }""", "MMOE4103 part.numbers")]
    [InlineData(
        """{ "numbers": [], "whole": 1.5, "flag": true, "text": "", "optional": [] }""",
        "MMOE4103 part.whole")]
    [InlineData(
        """{ "numbers": [], "whole": 1, "flag": true, "text": "", "optional": [], "more": 1 }""",
        "MMOE4105 part.more")]
    [InlineData("""[]""", "MMOE4101 part")]
    public void What_is_another_versions_is_refused(string state, string problem) => ProblemAssert.Throws(
        () => Load(new Part(), (Encoding.UTF8.GetBytes(state), new Dictionary<string, torch.Tensor>())), problem);

    [Fact]
    public void A_tensor_of_another_shape_is_refused()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        ProblemAssert.Throws(
            () => Load(new Tensors { Values = torch.zeros(3, 2) }, Save(new Tensors { Values = torch.zeros(2, 3) })), "MMOE4102 part.values");
    }

    [Fact]
    public void A_name_is_given_once() =>
        Assert.Throws<ArgumentException>(() => Save(new Twice()));

    private static (ReadOnlyMemory<byte> Json, IReadOnlyDictionary<string, torch.Tensor> Tensors) Save(IResumable part)
    {
        var buffer = new ArrayBufferWriter<byte>();
        var tensors = new Dictionary<string, torch.Tensor>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            StateExchange.Save(part, json, tensors, "part");
        }

        return (buffer.WrittenMemory, tensors);
    }

    private static void Load(IResumable part, (ReadOnlyMemory<byte> Json, IReadOnlyDictionary<string, torch.Tensor> Tensors) saved) =>
        StateExchange.Load(part, JsonElement.Parse(saved.Json.Span), saved.Tensors, "part");

    private sealed class Part : IResumable
    {
        public List<double> Numbers { get; set; } = [];

        public long Whole { get; set; }

        public bool Flag { get; set; }

        public string Text { get; set; } = "";

        public ImmutableArray<double?> Optional { get; set; } = [];

        public void ExchangeState(StateExchange state)
        {
            state.Exchange("numbers", Numbers);
            Whole = state.Exchange("whole", Whole);
            Flag = state.Exchange("flag", Flag);
            Text = state.Exchange("text", Text);
            Optional = state.Exchange("optional", Optional);
        }
    }

    private sealed class Tensors : IResumable
    {
        public required torch.Tensor Values { get; init; }

        public torch.Tensor? Optional { get; set; }

        public void ExchangeState(StateExchange state)
        {
            state.Exchange("values", Values);
            Optional = state.ExchangeOptional("optional", Optional, torch.CPU);
        }
    }

    private sealed class Parts : IResumable
    {
        public SortedDictionary<(int Row, int Column), Item> All { get; } = [];

        public void ExchangeState(StateExchange state) => state.Parts(
            "items",
            All,
            (of, place) => (of.Exchange("row", place.Row), of.Exchange("column", place.Column)),
            (of, _, item) => new Item(of.Exchange("name", item?.Name ?? "")),
            (of, item) => item.Count = of.Exchange("count", item.Count));
    }

    private sealed class Item(string name)
    {
        public string Name => name;

        public int Count { get; set; }
    }

    private sealed class Twice : IResumable
    {
        public void ExchangeState(StateExchange state)
        {
            state.Exchange("a", 1);
            state.Exchange("a", 2);
        }
    }
}
