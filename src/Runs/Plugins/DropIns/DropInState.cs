namespace MmoePipeline.Runs.Plugins.DropIns;

/// <summary>What became of what lies in a drop-in folder.</summary>
internal enum DropInState
{
    /// <summary>Its plugins can be named.</summary>
    Loaded,

    /// <summary>There is nothing to load: a folder without an assembly, a library.</summary>
    Nothing,

    /// <summary>It can't be used, or is not to be trusted.</summary>
    Refused,
}
