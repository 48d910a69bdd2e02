using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using Microsoft.CodeAnalysis;

namespace MmoePipeline.Generators.Tests;

/// <summary>Generated code works without reflection, so that it is fast to start and safe to trim.</summary>
public sealed class ReflectionTests
{
    /// <summary>Members of <c>System.Type</c> that the compiler itself calls for <c>typeof</c> and <c>==</c> of records.</summary>
    private static readonly string[] Harmless = ["GetTypeFromHandle", "op_Equality", "op_Inequality"];

    [Fact]
    public async Task The_compiled_code_refers_to_none()
    {
        GeneratorOutcome outcome = await GeneratorOutcome.OfAsync(
            """
            [PluginKind("sampler")] public interface ISampler;

            public enum Mode { Fast, Slow }

            [PluginOptions]
            public sealed partial record Inner { public int Times { get; init; } = 3; }

            [PluginOptions]
            public sealed partial record Options
            {
                [Range(1, 9)] public int Count { get; init; } = 1;
                [RegularExpression("[a-z]+")] public required string Name { get; init; }
                public Mode? Mode { get; init; }
                public ImmutableArray<Inner> Inners { get; init; } = [];
                public PluginSlot<ISampler>? Sampler { get; init; }
            }

            [Plugin("x")]
            public sealed class X(Options options, IDisposable service) : ISampler { public override string ToString() => $"{options}{service}"; }
            """);
        Assert.Empty(outcome.Errors);
        Assert.Equal(3, outcome.Sources.Length);
        using var image = new MemoryStream();
        Assert.True(outcome.Compilation.Emit(image).Success);
        image.Position = 0;
        using var file = new PEReader(image);
        MetadataReader metadata = file.GetMetadataReader();
        string[] members = [.. metadata.MemberReferences.Select(handle => Name(metadata, metadata.GetMemberReference(handle)))];

        Assert.Contains("MmoePipeline.Configuration.OptionsSection.Read", members);
        Assert.DoesNotContain(members, member => member.StartsWith("System.Reflection.", StringComparison.Ordinal)
            || member.StartsWith("System.Activator.", StringComparison.Ordinal)
            || member.StartsWith("System.Linq.Expressions.", StringComparison.Ordinal)
            || (member.StartsWith("System.Type.", StringComparison.Ordinal) && !Harmless.Contains(member["System.Type.".Length..])));
    }

    private static string Name(MetadataReader metadata, MemberReference member)
    {
        string type = "";
        if (member.Parent.Kind == HandleKind.TypeReference)
        {
            TypeReference reference = metadata.GetTypeReference((TypeReferenceHandle)member.Parent);
            type = $"{metadata.GetString(reference.Namespace)}.{metadata.GetString(reference.Name)}";
        }

        return $"{type}.{metadata.GetString(member.Name)}";
    }
}
