namespace MmoePipeline.Runs.Plugins.Trust;

/// <summary>Codes of problems of loading plugins: trust, locks, assemblies.</summary>
internal static class LoadingCodes
{
    /// <summary>Others may change the plugin's files.</summary>
    public const string Untrusted = "MMOE3001";

    /// <summary>A link leads out of the plugin's folder, or to nothing.</summary>
    public const string LinkOutside = "MMOE3002";

    /// <summary>A file is not as <c>mmoe.plugins.lock.json</c> says.</summary>
    public const string LockMismatch = "MMOE3003";

    /// <summary><c>--locked</c> is given, and the folder has no lock.</summary>
    public const string LockMissing = "MMOE3004";

    /// <summary>A run folder's configuration names a plugin folder.</summary>
    public const string FolderOfRun = "MMOE3005";

    /// <summary>A drop-in can't be read.</summary>
    public const string Unreadable = "MMOE3006";

    /// <summary>The file is not a .NET assembly, or is damaged.</summary>
    public const string NotAnAssembly = "MMOE3007";

    /// <summary>The plugin was built for another version of the contract.</summary>
    public const string WrongContract = "MMOE3008";

    /// <summary>The plugin's folder has a copy of an assembly that the program brings.</summary>
    public const string CopyOfProgram = "MMOE3009";

    /// <summary>The plugin's assembly has the name of one of the program's.</summary>
    public const string NameOfProgram = "MMOE3010";

    /// <summary>A plugin class is generic.</summary>
    public const string GenericPlugin = "MMOE3011";

    /// <summary>The assembly has plugin classes and no catalogue.</summary>
    public const string NoCatalogue = "MMOE3012";

    /// <summary>The assembly, or the folder, has no plugin.</summary>
    public const string NoPlugin = "MMOE3013";

    /// <summary>An assembly that the plugin needs is missing.</summary>
    public const string MissingDependency = "MMOE3014";

    /// <summary>The plugin's catalogue failed.</summary>
    public const string CatalogueFailed = "MMOE3015";

    /// <summary>Two assemblies have a plugin of one kind and name.</summary>
    public const string NameClash = "MMOE3016";

    /// <summary>A plugin's constructor or catalogue took longer than <c>plugins.constructionLimit</c>.</summary>
    public const string ConstructionLimit = "MMOE3017";

    /// <summary>Files of plugins changed after the command had hashed them.</summary>
    public const string ChangedMeanwhile = "MMOE3018";

    /// <summary><c>MMOE_TRUSTED_PLUGINS</c> has a path that is not full.</summary>
    public const string TrustVariable = "MMOE3019";

    /// <summary><c>mmoe plugins NAME</c> found no plugin of this name.</summary>
    public const string NoSuchPlugin = "MMOE3020";

    /// <summary>Pages or locks of plugins can't be written.</summary>
    public const string CannotWrite = "MMOE3021";

    /// <summary><c>mmoe plugins --lock</c> left a plugin out of the lock.</summary>
    public const string NotLocked = "MMOE3022";
}
