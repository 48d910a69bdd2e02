using MmoePipeline.Host.Documentation;
using MmoePipeline.Host.Tests.Configuration;

namespace MmoePipeline.Host.Tests.Terminal;

public sealed class OptionTypeTextTests
{
    [Theory]
    [InlineData("switch", "true or false")]
    [InlineData("share", "number >= 0 and < 1")]
    [InlineData("level", "whole number")]
    [InlineData("lanes", "whole number: 1 | 2 | 4 or null")]
    [InlineData("name", "text like [a-z]+, 2 to 8 characters")]
    [InlineData("owner", "text, not blank but not \"nobody\"")]
    [InlineData("folder", "path or null")]
    [InlineData("pause", "duration")]
    [InlineData("activation", "relu | gelu | silu | tanh or null")]
    [InlineData("widths", "list (1 to 8) of whole number, 1 to 4096")]
    [InlineData("weights", "object (0 to 4) of number")]
    [InlineData("tower", "section: hidden, activation, normalization, dropout")]
    [InlineData("regularizers", "list of gate-regularizer")]
    public void Says_what_an_option_takes(string key, string words) => Assert.Equal(
        words, OptionTypeText.Of(EveryOption.Descriptor.Options.Single(option => option.Key == key).Type));
}
