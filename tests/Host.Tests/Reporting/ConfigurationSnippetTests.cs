using MmoePipeline.Runs.Configuration;
namespace MmoePipeline.Host.Tests.Reporting;

public sealed class ConfigurationSnippetTests
{
    [Fact]
    public void A_path_becomes_nested_objects() => Assert.Equal(
        """
        {
          "model": {
            "gate": {
              "regularizers": [
                {
                  "type": "dropout",
                  "rate": 0.2
                }
              ]
            }
          }
        }
        """,
        ConfigurationSnippet.Of("model.gate.regularizers", """[{ "type": "dropout", "rate": 0.2 }]"""));

    [Fact]
    public void A_path_of_one_key_is_one_object() =>
        Assert.Equal("{\n  \"loss\": null\n}", ConfigurationSnippet.Of("loss", "null"));

    [Fact]
    public void Entries_of_a_list_before_the_value_are_told_in_a_comment() => Assert.Equal(
        """
        {
          "model": {
            "experts": [
              // the 2 entries before stay as they are
              {
                "count": 4
              }
            ]
          }
        }
        """,
        ConfigurationSnippet.Of("model.experts.2.count", "4"));

    [Fact]
    public void The_first_entry_of_a_list_needs_no_comment() =>
        Assert.Equal("{\n  \"probes\": [\n    7\n  ]\n}", ConfigurationSnippet.Of("probes.0", "7"));

    [Theory]
    [InlineData("loss.type", "\"uncertainty\"", "--set 'loss.type=\"uncertainty\"'")]
    [InlineData("run.name", "\"it's\"", "--set 'run.name=\"it'\\''s\"'")]
    [InlineData("loss", "{\n}", "--set 'loss={ }'")]
    public void An_argument_is_quoted_for_a_shell(string path, string json, string argument) =>
        Assert.Equal(argument, ConfigurationSnippet.Argument(path, json));

    [Fact]
    public void What_is_no_JSON_is_shown_as_it_is() =>
        Assert.Equal("{\n  \"loss\": {oops\n}", ConfigurationSnippet.Of("loss", "{oops"));
}
