namespace MmoePipeline.Tests;

/// <summary>A fact that is reported as skipped on other platforms than those named.</summary>
internal sealed class FactOnAttribute : FactAttribute
{
    /// <param name="needs">What the test needs that other platforms lack.</param>
    /// <param name="platforms">The platforms that have it, such as <c>linux</c>.</param>
    public FactOnAttribute(string needs, params string[] platforms) => Skip = PlatformSkip.Reason(needs, platforms);
}
