namespace MmoePipeline.Host.Tests.Prediction;

/// <summary>In which kind of column categories come.</summary>
public enum ChunkForm
{
    Texts,
    Codes,
    Numbers,
}
