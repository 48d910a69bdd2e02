namespace MmoePipeline.Testing.Tests.Broken;

/// <summary>Numbers that no seed repeats.</summary>
internal static class Unseeded
{
    public static float Next() => System.Security.Cryptography.RandomNumberGenerator.GetInt32(1, 1_000_000) / 1e6f;
}
