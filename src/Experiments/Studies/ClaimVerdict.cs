namespace MmoePipeline.Experiments.Studies;

/// <summary>What a study says of a claim.</summary>
internal enum ClaimVerdict
{
    /// <summary>The interval is wholly where the claim says.</summary>
    Holds,

    /// <summary>The interval is wholly where the claim says that it is not.</summary>
    DoesNotHold,

    /// <summary>The interval is on both sides.</summary>
    NotDistinguishable,

    /// <summary>Runs are missing, or they have no such figure.</summary>
    NotMeasured,
}
