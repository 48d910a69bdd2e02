using System.Buffers.Binary;
using System.Text;

namespace MmoePipeline.Host.Tests.Features;

/// <summary>Files of vectors for tests.</summary>
internal static class FileOfVectors
{
    /// <summary>Writes a safetensors file with one matrix of F32, called <c>v</c>.</summary>
    /// <param name="path">The file.</param>
    /// <param name="dimension">The length of a vector.</param>
    /// <param name="values">The vectors one after another.</param>
    /// <returns>The path.</returns>
    public static string Write(string path, int dimension, params float[] values)
    {
        byte[] header = Encoding.UTF8.GetBytes(
            $$$"""{"v":{"dtype":"F32","shape":[{{{values.Length / dimension}}},{{{dimension}}}],"data_offsets":[0,{{{4 * values.Length}}}]}}""");
        byte[] length = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
        File.WriteAllBytes(path, [.. length, .. header, .. values.SelectMany(BitConverter.GetBytes)]);
        return path;
    }
}
