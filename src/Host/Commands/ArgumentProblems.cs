using System.CommandLine;
using System.CommandLine.Parsing;
using MmoePipeline.Configuration.Tree;

namespace MmoePipeline.Host.Commands;

/// <summary>What is wrong with the arguments of a command.</summary>
internal static class ArgumentProblems
{
    /// <summary>The problems; their place is the command.</summary>
    /// <param name="arguments">Arguments that have errors.</param>
    public static IEnumerable<Problem> From(ParseResult arguments)
    {
        Command command = arguments.CommandResult.Command;
        string place = command is RootCommand ? "" : command.Name;
        string[] names = [.. command.Subcommands.Select(known => known.Name), .. command.Options.Select(known => known.Name)];
        foreach (ParseError error in arguments.Errors)
        {
            string? near = arguments.UnmatchedTokens.Where(token => error.Message.Contains($"'{token}'", StringComparison.Ordinal))
                .Select(token => NearestName.Find(token, names)).FirstOrDefault(name => name is not null);
            string hint = near is null ? "" : $" Did you mean '{near}'?";
            yield return new Problem(CommandLineCodes.WrongArgument, place, $"{error.Message}{hint}");
        }
    }
}
