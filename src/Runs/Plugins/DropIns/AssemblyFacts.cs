using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using MmoePipeline.Composition;
using MmoePipeline.Construction;

namespace MmoePipeline.Runs.Plugins.DropIns;

/// <summary>What an assembly says of itself in its metadata, read without running any of its code.</summary>
/// <param name="Name">The assembly's simple name.</param>
/// <param name="ContractVersion">The contract's version that its catalogue was compiled against; null without a catalogue.</param>
/// <param name="PluginClasses">The names of its classes marked <see cref="PluginAttribute"/>.</param>
/// <param name="DeclaresKinds">Whether it declares kinds of plugins, so that other assemblies may refer to its types.</param>
/// <param name="References">The assemblies that it refers to.</param>
internal sealed record AssemblyFacts(
    string Name,
    string? ContractVersion,
    ImmutableArray<string> PluginClasses,
    bool DeclaresKinds,
    ImmutableArray<(string Name, Version Version)> References)
{
    /// <summary>Reads a file.</summary>
    /// <returns>Null for a native library.</returns>
    /// <exception cref="BadImageFormatException">The file is no library at all, or damaged.</exception>
    public static AssemblyFacts? Read(string file)
    {
        using FileStream stream = File.OpenRead(file);
        return Read(stream);
    }

    /// <summary>Reads the bytes of a file.</summary>
    /// <inheritdoc cref="Read(string)"/>
    public static AssemblyFacts? Read(Stream stream)
    {
        using var image = new PEReader(stream);
        if (!image.HasMetadata)
        {
            return null;
        }

        MetadataReader metadata = image.GetMetadataReader();
        return new AssemblyFacts(
            metadata.GetString(metadata.GetAssemblyDefinition().Name),
            MarkedVersion(metadata),
            [.. Marked(metadata, typeof(PluginAttribute)).Select(type => metadata.GetString(type.Name))],
            Marked(metadata, typeof(PluginKindAttribute)).Any(),
            [
                .. metadata.AssemblyReferences.Select(metadata.GetAssemblyReference)
                    .Select(reference => (metadata.GetString(reference.Name), reference.Version)),
            ]);
    }

    /// <summary>
    /// Why a host of some version can't use the assembly; null where it can. Before version 1.0 the contract may change with each minor
    /// number, as <see href="https://semver.org/#spec-item-4">semantic versioning</see> has it: the two have to be equal.
    /// </summary>
    /// <param name="hostVersion">The host's version of the contract.</param>
    public string? Incompatibility(string hostVersion)
    {
        bool isCompatible = Version.TryParse(ContractVersion, out Version? plugin)
            && Version.TryParse(hostVersion, out Version? host)
            && plugin.Major == host.Major
            && (host.Major == 0 ? plugin.Minor == host.Minor : plugin.Minor <= host.Minor);
        return isCompatible ? null
            : $"it was built against version {ContractVersion} of the contract, this program has {hostVersion}; build it against "
                + $"{nameof(MmoePipeline)}.Abstractions of this program";
    }

    private static string? MarkedVersion(MetadataReader metadata)
    {
        foreach (CustomAttributeHandle handle in metadata.GetAssemblyDefinition().GetCustomAttributes())
        {
            CustomAttribute attribute = metadata.GetCustomAttribute(handle);
            if (IsContracts(metadata, attribute, typeof(PluginCatalogueAttribute)))
            {
                // The value's blob: a prolog of two bytes, the catalogue's type as a text, the version as a text.
                BlobReader value = metadata.GetBlobReader(attribute.Value);
                value.ReadUInt16();
                value.ReadSerializedString();
                return value.ReadSerializedString() ?? "";
            }
        }

        return null;
    }

    private static IEnumerable<TypeDefinition> Marked(MetadataReader metadata, Type attribute) => metadata.TypeDefinitions
        .Select(metadata.GetTypeDefinition)
        .Where(type => type.GetCustomAttributes().Any(handle => IsContracts(metadata, metadata.GetCustomAttribute(handle), attribute)));

    private static bool IsContracts(MetadataReader metadata, CustomAttribute attribute, Type marked)
    {
        if (attribute.Constructor.Kind != HandleKind.MemberReference)
        {
            return false;
        }

        EntityHandle parent = metadata.GetMemberReference((MemberReferenceHandle)attribute.Constructor).Parent;
        if (parent.Kind != HandleKind.TypeReference)
        {
            return false;
        }

        TypeReference type = metadata.GetTypeReference((TypeReferenceHandle)parent);
        return metadata.StringComparer.Equals(type.Name, marked.Name)
            && metadata.StringComparer.Equals(type.Namespace, marked.Namespace!);
    }
}
