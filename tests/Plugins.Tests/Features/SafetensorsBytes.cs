using System.Buffers.Binary;
using System.Text;

namespace MmoePipeline.Plugins.Tests.Features;

/// <summary>Makes safetensors files by the letter of the format.</summary>
internal static class SafetensorsBytes
{
    /// <summary>A file of a header and bytes.</summary>
    public static byte[] Of(string header, params byte[] data)
    {
        byte[] text = Encoding.UTF8.GetBytes(header);
        byte[] length = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, text.Length);
        return [.. length, .. text, .. data];
    }

    /// <summary>A file of one matrix, behind another tensor of 4 bytes.</summary>
    public static byte[] Matrix(string type, int rows, int columns, params float[] values)
    {
        byte[] data =
        [
            .. values.SelectMany(value => type switch
            {
                "F64" => BitConverter.GetBytes((double)value),
                "F16" => BitConverter.GetBytes((Half)value),
                _ => BitConverter.GetBytes(value),
            }),
        ];
        return Of(
            $$$"""{"__metadata__":{"format":"pt"},"other":{"dtype":"I32","shape":[1],"data_offsets":[0,4]},"v":{"dtype":"{{{type}}}","shape":[{{{rows}}},{{{columns}}}],"data_offsets":[4,{{{data.Length + 4}}}]}}""",
            [1, 0, 0, 0, .. data]);
    }
}
