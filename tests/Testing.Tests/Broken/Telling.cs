namespace MmoePipeline.Testing.Tests.Broken;

/// <summary>Where a secret is shown.</summary>
public enum Telling
{
    /// <summary>Nowhere.</summary>
    Nowhere,

    /// <summary>In the text of the options.</summary>
    Options,

    /// <summary>In the description of the table.</summary>
    Description,

    /// <summary>In the description of a row.</summary>
    Row,

    /// <summary>In the fingerprint of the table.</summary>
    Fingerprint,
}
