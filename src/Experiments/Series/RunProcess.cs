using System.Diagnostics;
using System.Globalization;
using MmoePipeline.Runs.Options;
using MmoePipeline.Runs.Plugins;

namespace MmoePipeline.Experiments.Series;

/// <summary>Runs of the program, each in a process of its own.</summary>
/// <param name="program">The program's assembly.</param>
internal sealed class RunProcess(string program)
{
    /// <summary>
    /// An option of <c>run</c> for programs that start runs: the end of standard input ends the run as a signal does, so that a run does not outlive
    /// the program that wants its result, however that one ended.
    /// </summary>
    public const string UntilInputEnds = "--until-input-ends";

    /// <summary>
    /// An option of <c>run</c> for programs that start runs and keep their results: the <see cref="PluginContents.Digest(RunPlan)"/> that they expect.
    /// A run with others is refused, so that no result is taken for that of plugins which were replaced meanwhile.
    /// </summary>
    public const string ExpectedPlugins = "--expected-plugins";

    /// <summary>The exit code of a run that was completed.</summary>
    public const int Completed = 0;

    /// <summary>
    /// A child that is told to end saves its checkpoint between two steps; one that does not end within this time is ended.
    /// </summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Runs the program to its end.</summary>
    /// <param name="arguments">
    /// The arguments. The child hears of this process's end, however it comes, by the end of its standard input.
    /// </param>
    /// <param name="threads">The threads to compute with, where the user's environment does not tell a number.</param>
    /// <param name="cancellation">Tells the child to end.</param>
    /// <returns>Exit code, standard output and standard error.</returns>
    /// <exception cref="OperationCanceledException">The child has ended because it was told to.</exception>
    public async Task<(int ExitCode, string Output, string Messages)> RunAsync(
        IEnumerable<string> arguments, int threads, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        using Process process = Process.Start(Info(arguments, threads))
            ?? throw new InvalidOperationException("The program could not be started.");
        Task<string> output = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        Task<string> messages = process.StandardError.ReadToEndAsync(CancellationToken.None);
        try
        {
            await process.WaitForExitAsync(cancellation);
        }
        catch (OperationCanceledException)
        {
            process.StandardInput.Close();
            await EndAsync(process);
            throw;
        }

        return (process.ExitCode, await output, await messages);
    }

    private static async Task EndAsync(Process process)
    {
        using var limit = new CancellationTokenSource(Patience);
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None);
        }
    }

    private ProcessStartInfo Info(IEnumerable<string> arguments, int threads)
    {
        // The program is started by its own executable, or by the runtime's, which takes the assembly as its argument.
        string executable = Environment.ProcessPath ?? throw new InvalidOperationException("The program's path is not known.");
        bool isRuntime = Path.GetFileNameWithoutExtension(executable) == "dotnet";
        string[] assembly = isRuntime ? [program] : [];
        var info = new ProcessStartInfo(executable, [.. assembly, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        info.Environment.TryAdd("OMP_NUM_THREADS", threads.ToString(CultureInfo.InvariantCulture));
        return info;
    }
}
