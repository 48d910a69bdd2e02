namespace MmoePipeline;

/// <summary>Codes of problems that plugins report or cause while they work.</summary>
public static class PluginCodes
{
    /// <summary>A plugin refuses its options or input. Plugins that report a problem without a code get this one.</summary>
    public const string Refused = "MMOE3101";

    /// <summary>A plugin failed.</summary>
    public const string Failed = "MMOE3102";

    /// <summary>A plugin's constructor failed.</summary>
    public const string NotConstructed = "MMOE3103";

    /// <summary>A plugin gives a tensor or a list of the wrong shape.</summary>
    public const string WrongShape = "MMOE3104";

    /// <summary>A plugin gives values that are not finite.</summary>
    public const string NotFinite = "MMOE3105";

    /// <summary>A plugin failed while its options were checked.</summary>
    public const string OptionsCheckFailed = "MMOE3106";

    /// <summary>An event handler handles no event.</summary>
    public const string HandlerWithoutEvents = "MMOE3107";

    /// <summary>An event handler failed and is switched off; the run continues.</summary>
    public const string HandlerOff = "MMOE3108";

    /// <summary>A probe failed and is switched off; the run continues.</summary>
    public const string ProbeOff = "MMOE3109";

    /// <summary>A part of a probe's report is left out.</summary>
    public const string ProbeReportIncomplete = "MMOE3110";

    /// <summary>A plugin failed when it was disposed of.</summary>
    public const string DisposalFailed = "MMOE3111";
}
