using System.Runtime.ExceptionServices;
using MmoePipeline.Engine.Training;
using MmoePipeline.Runs;

namespace MmoePipeline.Host.Runtime;

/// <summary>
/// What a plugin throws where nobody can catch it: in a backward function of its own, which libtorch calls and through which no exception
/// passes, and on threads of its own. The process must not die of it without a word and a checkpoint.
/// </summary>
internal sealed class RunGuard : IUncaughtExceptions
{
    private static Func<Exception, Problem>? _giveUp;
    private static int _thread;
    private static volatile Exception? _elsewhere;

    /// <summary>Watches the process to its end.</summary>
    public static void Watch()
    {
        ExceptionHandling.SetUnhandledExceptionHandler(exception =>
        {
            // A thread of a plugin's own ends; the run sees to the rest before its next step.
            if (_giveUp is null || Environment.CurrentManagedThreadId == _thread)
            {
                return false;
            }

            _elsewhere = exception;
            return true;
        });
        AppDomain.CurrentDomain.UnhandledException += (_, unhandled) => End((Exception)unhandled.ExceptionObject);
    }

    /// <summary>Tells what a run does when it can't go on.</summary>
    /// <param name="giveUp">Writes what is to be left and gives the message. Called on the run's thread, between two changes of parameters.</param>
    /// <returns>To be disposed of when the run is over.</returns>
    public IDisposable During(Func<Exception, Problem> giveUp)
    {
        (_giveUp, _elsewhere) = (giveUp, null);
        return new Watched();
    }

    /// <summary>Called by the run before each step.</summary>
    /// <exception cref="Exception">What a thread of a plugin's own threw.</exception>
    public void OnStep()
    {
        _thread = Environment.CurrentManagedThreadId;
        if (_elsewhere is { } exception)
        {
            _elsewhere = null;
            ExceptionDispatchInfo.Throw(exception);
        }
    }

    private static void End(Exception exception)
    {
        var problem = new Problem(ProgramCodes.Failed, "", $"the run failed: {exception.Message}");
        try
        {
            if (_giveUp is { } giveUp && Environment.CurrentManagedThreadId == _thread)
            {
                problem = giveUp(exception);
            }
        }
        catch (Exception second)
        {
            problem = problem with { Message = $"{problem.Message}; and no checkpoint could be written: {second.Message}" };
        }

        ProblemList.Write([problem]);
        Environment.Exit(ExitCode.Failed);
    }

    private sealed class Watched : IDisposable
    {
        public void Dispose() => _giveUp = null;
    }
}
