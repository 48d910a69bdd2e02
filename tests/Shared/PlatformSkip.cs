namespace MmoePipeline.Tests;

/// <summary>Why a test is skipped where its platform is missing, so that a run of the tests shows what it did not check.</summary>
internal static class PlatformSkip
{
    /// <summary>The reason; null where the test runs.</summary>
    /// <param name="needs">What the test needs that other platforms lack.</param>
    /// <param name="platforms">The platforms that have it, such as <c>linux</c>.</param>
    public static string? Reason(string needs, string[] platforms) => Array.Exists(platforms, OperatingSystem.IsOSPlatform)
        ? null
        : $"needs {needs}: runs on {string.Join(" and ", platforms)} only";
}
