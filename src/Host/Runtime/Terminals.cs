using Spectre.Console;

namespace MmoePipeline.Host.Runtime;

/// <summary>The two outputs: results, and what is told beside them.</summary>
internal static class Terminals
{
    /// <summary>Lines are not to be broken where nobody sees a screen.</summary>
    private const int UnlimitedWidth = 10_000;

    /// <summary>Standard output, for results.</summary>
    public static IAnsiConsole Results { get; } = Create(Console.Out, Console.IsOutputRedirected);

    /// <summary>Standard error, for progress, warnings and mistakes.</summary>
    public static IAnsiConsole Messages { get; } = Create(Console.Error, Console.IsErrorRedirected);

    /// <summary>From now on messages that can't be written are lost, and end nothing. To be called before the first message.</summary>
    public static void TolerateLostMessages()
    {
        TextWriter error;
        try
        {
            error = Console.Error;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Whoever started the program has closed standard error.
            error = TextWriter.Null;
        }

        Console.SetError(new TolerantWriter(error));
    }

    private static IAnsiConsole Create(TextWriter writer, bool isRedirected)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(writer) });
        if (isRedirected)
        {
            console.Profile.Width = UnlimitedWidth;
        }

        return console;
    }
}
