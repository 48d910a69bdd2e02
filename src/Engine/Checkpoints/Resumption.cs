using MmoePipeline.Runs.Folders;

namespace MmoePipeline.Engine.Checkpoints;

/// <summary>A run that is to go on.</summary>
/// <param name="Folder">Its folder.</param>
/// <param name="Checkpoint">From where; null from the start, for a run that ended before its first checkpoint.</param>
/// <param name="IsForced">Whether it goes on where it isn't the same run any more.</param>
internal sealed record Resumption(RunFolder Folder, SavedCheckpoint? Checkpoint, bool IsForced);
