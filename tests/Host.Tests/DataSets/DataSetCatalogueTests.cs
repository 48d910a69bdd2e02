using MmoePipeline.Host.DataSets;

namespace MmoePipeline.Host.Tests.DataSets;

public sealed class DataSetCatalogueTests
{
    [Fact]
    public void The_catalogue_is_complete()
    {
        Assert.Equal(["census", "flights", "kuairand"], DataSetCatalogue.All.Select(set => set.Name));
        Assert.All(DataSetCatalogue.All, set =>
        {
            Assert.NotEqual("", set.Summary);
            Assert.NotEqual("", set.Licence);
            Assert.NotEmpty(set.ByHand);
            Assert.NotEmpty(set.Files);
            Assert.All(set.Files, file =>
            {
                Assert.Matches("^[0-9a-f]{64}$", file.Sha256);
                Assert.True(file.Bytes > 0);
                Assert.True(file.Address is not { Scheme: not "https" }, $"{file.Address}");
            });
        });
        string[] paths = [.. DataSetCatalogue.All.SelectMany(set => set.Files).Select(file => file.Path)];
        Assert.Equal(paths.Distinct(), paths);
    }

    [Fact]
    public async Task The_flights_of_the_repository_are_those_of_the_catalogue() => await FileCheck.RequireSameAsync(
        DataSetCatalogue.Find("flights").Files.Single(), RepositoryFiles.PathOf("data", "flights.parquet"), default);

    [CensusFact]
    public async Task The_census_data_is_that_of_the_catalogue() => await FileCheck.RequireSameAsync(
        DataSetCatalogue.Find("census").Files.Single(), CensusData.File!, default);

    [Fact]
    public async Task A_file_of_another_size_or_content_is_refused()
    {
        DataSetFile flights = DataSetCatalogue.Find("flights").Files.Single();
        string path = RepositoryFiles.PathOf("data", "flights.parquet");
        foreach (DataSetFile other in new[] { flights with { Bytes = 5 }, flights with { Sha256 = new string('0', 64) } })
        {
            Problem problem = (await Assert.ThrowsAsync<BadInputException>(() => FileCheck.RequireSameAsync(other, path, default))).Problems.Single();
            Assert.Equal(("MMOE1403", Path.GetRelativePath(".", path)), (problem.Code, problem.Place));
        }
    }

    [Fact]
    public void A_name_that_is_not_one_is_reported_with_the_nearest()
    {
        Problem problem = Assert.Throws<BadInputException>(() => DataSetCatalogue.Find("cenus")).Problems.Single();
        Assert.Equal(("MMOE1401", "NAME"), (problem.Code, problem.Place));
        Assert.Contains("'census'", problem.Message, StringComparison.Ordinal);
    }
}
