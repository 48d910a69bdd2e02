using System.Buffers.Binary;
using System.Text;
using CsCheck;
using MmoePipeline.Inference.Weights;
using TorchSharp;

namespace MmoePipeline.Host.Tests.Checkpoints;

public sealed class SafetensorsReaderTests : IDisposable
{
    private readonly string _file = Path.GetTempFileName();

    public void Dispose() => File.Delete(_file);

    [Fact]
    public void Reads_what_was_written()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        Dictionary<string, torch.Tensor> written = Tensors();
        SafetensorsFile.Write(_file, written, new Dictionary<string, string> { ["epoch"] = "3" });

        using var reader = SafetensorsReader.Open(_file);
        Assert.Equal("3", reader.Metadata["epoch"]);
        Assert.Equal(written.Keys.Order(StringComparer.Ordinal), reader.Tensors.Keys);
        foreach ((string name, torch.Tensor tensor) in written)
        {
            torch.Tensor read = reader.Read(name);
            Assert.Equal(tensor.dtype, read.dtype);
            Assert.Equal(tensor.shape, read.shape);
            Assert.True(read.Equals(tensor), name);

            torch.Tensor target = torch.zeros_like(tensor);
            reader.Read(name, target);
            Assert.True(target.Equals(tensor), name);
        }
    }

    [Fact]
    public void A_tensor_of_another_shape_or_type_is_refused_and_one_that_is_not_there_too()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        SafetensorsFile.Write(_file, Tensors(), new Dictionary<string, string>());
        using var reader = SafetensorsReader.Open(_file);
        string problem = $"MMOE4206 {Path.GetRelativePath(".", _file)}";
        ProblemAssert.Throws(() => reader.Read("matrix", torch.zeros(2, 3)), problem);
        ProblemAssert.Throws(() => reader.Read("matrix", torch.zeros(3, 2, torch.float64)), problem);
        ProblemAssert.Throws(() => reader.Read("matrx"), problem);
    }

    /// <summary>Headers by hand, each with 8 bytes of values.</summary>
    [Theory]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", null)]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"U8","shape":[2,2],"data_offsets":[4,8]}}""", null)]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[0],"data_offsets":[8,8]}}""", null)]
    [InlineData("""{"a":{"dtype":"F64","shape":[],"data_offsets":[0,8]}}      """, null)]
    [InlineData("", "the header is not JSON")]
    [InlineData("[]", "the header is not a JSON object")]
    [InlineData("{", "the header is not JSON")]
    [InlineData("""{"a":1}""", "a is not an object")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", "Duplicate")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"\u0061":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", "Duplicate")]
    [InlineData("""{"a":{"dtype":"F32","dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", "Duplicate")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2]}}""", "found dtype, shape")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8],"code":"rm"}}""", "found code, data_offsets, dtype, shape")]
    [InlineData("""{"a":{"dtype":"C64","shape":[4],"data_offsets":[0,8]}}""", "a.dtype is 'C64'; F32, F64, F16, BF16, I64, I32, I16, I8, BOOL, U8 are known")]
    [InlineData("""{"a":{"dtype":32,"shape":[2],"data_offsets":[0,8]}}""", "a.dtype is not a text")]
    [InlineData("""{"a":{"dtype":"F32","shape":2,"data_offsets":[0,8]}}""", "a.shape is not a list")]
    [InlineData("""{"a":{"dtype":"F32","shape":[-2],"data_offsets":[0,8]}}""", "found -2")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2.5],"data_offsets":[0,8]}}""", "found 2.5")]
    [InlineData("""{"a":{"dtype":"F32","shape":[9223372036854775808],"data_offsets":[0,8]}}""", "found 9223372036854775808")]
    [InlineData("""{"a":{"dtype":"F32","shape":[4611686018427387904,4611686018427387904],"data_offsets":[0,8]}}""", "which is more than a file can have")]
    [InlineData("""{"a":{"dtype":"F32","shape":[0,4611686018427387904,4],"data_offsets":[0,0]}}""", "which is more than a file can have")]
    [InlineData("""{"a":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}}""", "a has 8 bytes; its shape and type need 12")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8,8]}}""", "found 3")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[8,0]}}""", "a.data_offsets are 8 and 0")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}}""", "a.data_offsets are 4 and 12; the values of the file end at 8")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", "b begins at 4")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", "the bytes 0 to 4 belong to no tensor")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", "the 4 bytes at the end belong to no tensor")]
    [InlineData("{}", "the 8 bytes at the end belong to no tensor")]
    [InlineData("""{"\ud800":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", "that is not Unicode")]
    [InlineData("""{"__metadata__":[],"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", "__metadata__ is not an object")]
    [InlineData("""{"__metadata__":{"epoch":3},"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", "__metadata__.epoch is not a text")]
    [InlineData("""{"__metadata__":{"checksum":"none"},"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", "the checksum is different")]
    public void A_header_is_right_or_reported(string header, string? problem)
    {
        ArgumentNullException.ThrowIfNull(header);
        byte[] json = Encoding.UTF8.GetBytes(header);
        byte[] length = new byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)json.Length);
        File.WriteAllBytes(_file, [.. length, .. json, 0, 0, 128, 63, 0, 0, 0, 64]);
        if (problem is null)
        {
            using var reader = SafetensorsReader.Open(_file);
            using torch.Tensor first = reader.Read("a");
            Assert.Equal(reader.Tensors["a"].Shape, first.shape);
        }
        else
        {
            BadInputException exception = ProblemAssert.Throws(() => SafetensorsReader.Open(_file), $"MMOE4206 {Path.GetRelativePath(".", _file)}");
            Assert.Contains(problem, exception.Message, StringComparison.Ordinal);
        }
    }

    /// <summary>Damage that hits the checksum's name and a value would otherwise go unnoticed.</summary>
    [Fact]
    public void A_file_of_a_run_has_a_checksum()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        SafetensorsFile.Write(_file, Tensors(), new Dictionary<string, string> { ["epoch"] = "3" });
        using (var whole = SafetensorsReader.OpenOfRun(_file))
        {
            Assert.Equal("3", whole.Metadata["epoch"]);
        }

        byte[] bytes = File.ReadAllBytes(_file);
        bytes[bytes.AsSpan().IndexOf("checksum"u8)]++;
        bytes[^1]++;
        File.WriteAllBytes(_file, bytes);
        ProblemAssert.Throws(() => SafetensorsReader.OpenOfRun(_file), $"MMOE4206 {Path.GetRelativePath(".", _file)}");
    }

    /// <summary>The file has holes, so that it takes no room.</summary>
    [Fact]
    public void A_tensor_may_have_more_than_2_GiB_and_others_come_after_it()
    {
        const long Large = 3L << 30;
        byte[] json = Encoding.UTF8.GetBytes(
            $$$"""{"a":{"dtype":"F32","shape":[{{{Large / 16}}},4],"data_offsets":[0,{{{Large}}}]},"b":{"dtype":"F32","shape":[2],"data_offsets":[{{{Large}}},{{{Large + 8}}}]}}""");
        byte[] length = new byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)json.Length);
        using (FileStream file = File.Create(_file))
        {
            file.Write([.. length, .. json]);
            file.Seek(Large, SeekOrigin.Current);
            file.Write([0, 0, 128, 63, 0, 0, 0, 64]);
        }

        using var reader = SafetensorsReader.Open(_file);
        Assert.Equal((Large, 8L), (reader.Tensors["a"].Bytes, reader.Tensors["b"].Bytes));
        using torch.Tensor small = reader.Read("b");
        Assert.Equal([1f, 2f], small.data<float>().ToArray());
    }

    [Theory]
    [InlineData(8, 3)]
    [InlineData(12, 2)]
    [InlineData(15, 2)]
    [InlineData(23, 2)]
    [InlineData(24, 1)]
    public void The_parts_of_a_tensor_are_its_bytes_in_their_order(int longest, int parts)
    {
        using torch.Tensor tensor = torch.arange(6, torch.float32).view(3, 2);
        var bytes = new List<byte>();
        int seen = 0;
        TensorBytes.ForEachPart(
            tensor,
            part =>
            {
                Assert.InRange(part.Length, 1, longest);
                bytes.AddRange(part);
                seen++;
                part[0] = 7;
            },
            longest);
        Assert.Equal(parts, seen);
        Assert.Equal(Enumerable.Range(0, 6).SelectMany(value => BitConverter.GetBytes((float)value)), bytes);

        // They are the tensor's own memory.
        Assert.Equal(7, tensor.bytes[0]);
    }

    [Theory]
    [InlineData(0UL, "the header is not JSON")]
    [InlineData(9UL, "its header is said to have 9 bytes; 8 are possible")]
    [InlineData(ulong.MaxValue, "its header is said to have 18446744073709551615 bytes")]
    public void A_header_longer_than_the_file_takes_no_memory(ulong length, string problem)
    {
        byte[] content = new byte[16];
        BinaryPrimitives.WriteUInt64LittleEndian(content, length);
        File.WriteAllBytes(_file, content);
        BadInputException exception = ProblemAssert.Throws(() => SafetensorsReader.Open(_file), $"MMOE4206 {Path.GetRelativePath(".", _file)}");
        Assert.Contains(problem, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_not_there_is_reported()
    {
        string file = _file + ".not";
        ProblemAssert.Throws(() => SafetensorsReader.Open(file), $"MMOE4207 {Path.GetRelativePath(".", file)}");
    }

    /// <summary>The right tensors, or an error: never others, and nothing else is thrown.</summary>
    [Fact]
    public void A_damaged_file_gives_the_right_tensors_or_is_refused()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        Dictionary<string, torch.Tensor> written = Tensors();
        SafetensorsFile.Write(_file, written, new Dictionary<string, string> { ["epoch"] = "3" });
        byte[] whole = File.ReadAllBytes(_file);
        Gen<byte[]> flipped = Gen.Select(Gen.Int[0, whole.Length - 1], Gen.Byte[1, 255], (at, bits) =>
        {
            byte[] content = [.. whole];
            content[at] ^= bits;
            return content;
        });
        Gen<byte[]> shortened = Gen.Int[0, whole.Length - 1].Select(length => whole[..length]);
        Gen<byte[]> lengthened = Gen.Byte.Array[1, 20].Select(more => (byte[])[.. whole, .. more]);
        Gen.Frequency((8, flipped), (1, shortened), (1, lengthened)).Sample(
            content =>
            {
                File.WriteAllBytes(_file, content);
                try
                {
                    using var reader = SafetensorsReader.Open(_file);
                    Assert.Equal(("3", written.Count), (reader.Metadata["epoch"], reader.Tensors.Count));
                    foreach ((string name, torch.Tensor tensor) in written)
                    {
                        using torch.Tensor read = reader.Read(name);
                        Assert.True(read.dtype == tensor.dtype && read.Equals(tensor), name);
                    }
                }
                catch (BadInputException exception)
                {
                    Assert.Equal("MMOE4206", Assert.Single(exception.Problems).Code);
                }
            },
            iter: 1500,
            threads: 1);
    }

    private static Dictionary<string, torch.Tensor> Tensors() => new()
    {
        ["matrix"] = torch.arange(6, torch.float32).view(2, 3).t(),
        ["scalar"] = torch.tensor(7L),
        ["none"] = torch.zeros(0, 4, torch.float64),
        ["double"] = torch.tensor([Math.PI, double.NegativeInfinity]),
        ["bytes"] = torch.tensor((byte[])[0, 255, 3]),
    };
}
