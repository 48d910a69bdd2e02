namespace MmoePipeline.Campaigns.Fuzzing;

/// <summary>Gives every reader its share of the inputs.</summary>
/// <param name="keep">Where the files that a reader failed on are copied to; null for nowhere.</param>
/// <param name="only">The one reader that gets all inputs; null for all.</param>
internal sealed class FuzzCampaign(string? keep = null, string? only = null) : IDisposable
{
    /// <summary>An input that takes longer hangs: most take milliseconds.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    private readonly string _folder = Directory.CreateTempSubdirectory("mmoe-fuzz").FullName;
    private readonly ImmutableArray<IFuzzTarget> _targets =
        [new ConfigurationTarget(), new CsvTarget(), new ParquetTarget(), new EncodedFileTarget(), new CheckpointTarget(), new EncodingTarget()];

    /// <summary>Runs.</summary>
    /// <param name="inputs">The number of inputs.</param>
    /// <param name="seed">The seed of the first; each further one has the next.</param>
    /// <param name="tell">Is told of failures as they come.</param>
    public ImmutableArray<FuzzResult> Run(int inputs, int seed, Action<string> tell) =>
        only is null ? [.. _targets.Select(target => Run(target, (int)((long)inputs * target.Share / 100), seed, tell))]
        : [.. _targets.Where(target => target.Name == only).Select(target => Run(target, inputs, seed, tell))];

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private void Keep(string folder)
    {
        if (keep is null)
        {
            return;
        }

        string kept = Directory.CreateDirectory(Path.Combine(keep, Path.GetFileName(folder))).FullName;
        foreach (string file in Directory.GetFiles(folder))
        {
            File.Copy(file, Path.Combine(kept, Path.GetFileName(file)), overwrite: true);
        }
    }

    private FuzzResult Run(IFuzzTarget target, int inputs, int firstSeed, Action<string> tell)
    {
        var failures = ImmutableArray.CreateBuilder<FuzzFailure>();
        int refused = 0;
        for (int seed = firstSeed; seed < firstSeed + inputs; seed++)
        {
            string folder = Directory.CreateDirectory(Path.Combine(_folder, $"{target.Name}-{seed}")).FullName;
            try
            {
                var input = Task.Run(() => target.IsRefused(new Random(seed), folder));
                if (!input.Wait(Limit))
                {
                    throw new FuzzException($"hangs: no answer in {Limit.TotalMinutes} minutes");
                }

                refused += input.Result ? 1 : 0;
            }
            catch (Exception exception) when (exception is AggregateException or FuzzException)
            {
                Exception cause = exception is AggregateException { InnerException: { } inner } ? inner : exception;
                string problem = cause is FuzzException ? cause.Message : $"{cause}";
                failures.Add(new FuzzFailure(seed, problem));
                tell($"{target.Name}, seed {seed}: {problem}");
                Keep(folder);
            }

            Directory.Delete(folder, recursive: true);
        }

        return new FuzzResult(target.Name, inputs, refused, failures.ToImmutable());
    }
}
