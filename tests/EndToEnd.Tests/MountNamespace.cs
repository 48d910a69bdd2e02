namespace MmoePipeline.EndToEnd.Tests;

/// <summary>A script whose mounts nobody else sees, and that are gone with it: for small and read-only disks.</summary>
internal static class MountNamespace
{
    /// <summary>The functions that scripts may call.</summary>
    private const string Functions =
        """
        disk() { mount -t tmpfs -o size="$1" tmpfs "$2"; }
        enlarge() { mount -o remount,size="$1" "$2"; }
        protect() { mount -o remount,ro "$1"; }
        mmoe() { name=$1; shift; code=0; dotnet "$MMOE" "$@" >"$RESULTS/$name.out" 2>"$RESULTS/$name.err" || code=$?; echo $code >"$RESULTS/$name.code"; }

        """;

    /// <summary>Runs a script. It has <c>disk SIZE FOLDER</c>, <c>enlarge SIZE FOLDER</c>, <c>protect FOLDER</c> and <c>mmoe NAME ARGUMENTS</c>.</summary>
    /// <param name="results">An empty folder for what the program says, and for what the script copies to <c>$RESULTS</c>.</param>
    /// <param name="script">The script.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <returns>How each call of the program ended, by its name.</returns>
    public static async Task<Dictionary<string, Outcome>> RunAsync(string results, string script, params string[] arguments)
    {
        Outcome outcome = await Mmoe.RunOtherAsync(
            "unshare",
            [
                .. Environment.IsPrivilegedProcess ? [] : new[] { "--map-root-user" }, "--mount",
                "env", $"MMOE={Mmoe.Program}", $"RESULTS={results}", "sh", "-euc", Functions + script, "sh", .. arguments,
            ]);
        Assert.True(
            outcome.ExitCode == 0,
            $"The script failed; it needs unshare of util-linux and the right to mount in a namespace of its own: {outcome.Messages}");
        return Directory.GetFiles(results, "*.code").ToDictionary(
            file => Path.GetFileNameWithoutExtension(file),
            file => new Outcome(
                int.Parse(File.ReadAllText(file), System.Globalization.CultureInfo.InvariantCulture),
                File.ReadAllText(Path.ChangeExtension(file, ".out")),
                File.ReadAllText(Path.ChangeExtension(file, ".err"))));
    }
}
