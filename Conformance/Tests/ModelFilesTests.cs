using Conformance.Models;

namespace Conformance.Tests;

public sealed class ModelFilesTests
{
    [Theory]
    [InlineData("- name: a\n  says: b\n", "devices.yaml:2: ", "device")]
    [InlineData("- name: a\n  says: b\n  device: ''\n  colour: red\n", "devices.yaml:4: ", "colour")]
    [InlineData("- name: a\n  name: b\n  says: c\n  device: ''\n", "devices.yaml:2: ", "name")]
    [InlineData("- name: [\n", "devices.yaml:", "")]
    [InlineData("", "devices.yaml: is empty; wanted ", "")]
    public void A_wrong_file_is_refused_with_its_name_and_line(string text, string place, string word)
    {
        var message = Assert.Throws<ModelException>(() => ModelFiles.Parse<List<ModelSet.DeviceEntry>>("devices.yaml", text)).Message;
        Assert.StartsWith(place, message, StringComparison.Ordinal);
        Assert.Contains(word, message, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void The_documents_come_first_and_then_the_generations_by_age() =>
        Assert.Equal(["documents", "5.10", "6.1", "6.12", "7.2"], ModelSet.Load().Profiles.Select(p => p.Name));

    [Fact]
    public void An_unknown_profile_is_refused_with_those_there_are() =>
        Assert.Equal("there is no profile '4.4': wanted one of documents, 5.10, 6.1, 6.12, 7.2", Assert.Throws<ModelException>(() => ModelSet.Load().Profile("4.4")).Message);

    [Fact]
    public void An_unknown_clause_is_refused() =>
        Assert.Equal("models/contract has no clause ZZ-99", Assert.Throws<ModelException>(() => ModelSet.Load().Clause("ZZ-99")).Message);
}
