namespace MmoePipeline.Generators.Tests;

public sealed class SnapshotTests
{
    [Fact]
    public void Every_snapshot_belongs_to_a_test_that_exists()
    {
        HashSet<string> tests =
        [
            .. typeof(SnapshotTests).Assembly.GetTypes()
                .SelectMany(type => type.GetMethods().Select(method => $"{type.Name}.{method.Name}")),
        ];
        Assert.DoesNotContain(
            Directory.EnumerateFiles(Snapshot.Folder, "*.verified.*").Select(file => Path.GetFileName(file)),
            name => !tests.Contains(name.Split('#')[0]));
    }
}
