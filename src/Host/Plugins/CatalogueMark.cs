using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using MmoePipeline.Composition;

namespace MmoePipeline.Host.Plugins;

/// <summary>What an assembly says of its plugins in its metadata, read without running any of its code.</summary>
/// <param name="AssemblyName">The assembly's simple name.</param>
/// <param name="ContractVersion">The contract's version that it was compiled against.</param>
internal sealed record CatalogueMark(string AssemblyName, string ContractVersion)
{
    /// <summary>Reads a file.</summary>
    /// <returns>Null for a native library and for an assembly without plugins.</returns>
    /// <exception cref="BadImageFormatException">The file is no library at all.</exception>
    public static CatalogueMark? Read(string file)
    {
        using FileStream stream = File.OpenRead(file);
        using var image = new PEReader(stream);
        if (!image.HasMetadata)
        {
            return null;
        }

        MetadataReader metadata = image.GetMetadataReader();
        foreach (CustomAttributeHandle handle in metadata.GetAssemblyDefinition().GetCustomAttributes())
        {
            CustomAttribute attribute = metadata.GetCustomAttribute(handle);
            if (!IsMark(metadata, attribute))
            {
                continue;
            }

            // The value's blob: a prolog of two bytes, the catalogue's type as a text, the version as a text.
            BlobReader value = metadata.GetBlobReader(attribute.Value);
            value.ReadUInt16();
            value.ReadSerializedString();
            return new CatalogueMark(
                metadata.GetString(metadata.GetAssemblyDefinition().Name), value.ReadSerializedString() ?? "");
        }

        return null;
    }

    /// <summary>Why a host of some version can't use the assembly; null where it can.</summary>
    /// <param name="hostVersion">The host's version of the contract.</param>
    public string? Incompatibility(string hostVersion)
    {
        bool isCompatible = Version.TryParse(ContractVersion, out Version? plugin)
            && Version.TryParse(hostVersion, out Version? host)
            && plugin.Major == host.Major
            && plugin.Minor <= host.Minor;
        return isCompatible ? null
            : $"it was built against version {ContractVersion} of the contract, this program has {hostVersion}; build it against "
                + $"{nameof(MmoePipeline)}.Abstractions of this program";
    }

    private static bool IsMark(MetadataReader metadata, CustomAttribute attribute)
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
        return metadata.StringComparer.Equals(type.Name, nameof(PluginCatalogueAttribute))
            && metadata.StringComparer.Equals(type.Namespace, typeof(PluginCatalogueAttribute).Namespace!);
    }
}
