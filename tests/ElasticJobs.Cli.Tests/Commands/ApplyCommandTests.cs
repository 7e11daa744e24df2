namespace ElasticJobs.Cli.Tests.Commands;

[Collection(CommandsCollection.Name)]
public sealed class ApplyCommandTests(ServedConsole console)
{
    [Fact]
    public async Task Apply_File_SavesARevisionAndTellsWhenNothingChanged()
    {
        using var terminal = await Terminal.LoggedInAsync(console);
        var path = terminal.Home["apply-file.yaml"];

        await File.WriteAllTextAsync(path, Documents.Shell("apply-file", "echo one"));
        Assert.Equal(["pipeline apply-file saved as revision 1"], (await terminal.TypeAsync("apply", "-f", path)).Succeeded().Lines);
        Assert.Equal(["pipeline apply-file unchanged, still revision 1"], (await terminal.TypeAsync("apply", "-f", path)).Succeeded().Lines);

        await File.WriteAllTextAsync(path, Documents.Shell("apply-file", "echo two"));
        Assert.Equal(["pipeline apply-file saved as revision 2"], (await terminal.TypeAsync("apply", "-f", path)).Succeeded().Lines);
    }

    [Fact]
    public async Task Apply_Folder_TakesEachDocumentInItAndNothingElse()
    {
        using var terminal = await Terminal.LoggedInAsync(console);
        var folder = Directory.CreateDirectory(terminal.Home["pipelines"]).FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "a.yaml"), Documents.Shell("apply-folder-a", "echo a"));
        await File.WriteAllTextAsync(Path.Combine(folder, "b.yml"), Documents.Shell("apply-folder-b", "echo b"));
        await File.WriteAllTextAsync(Path.Combine(folder, "README.md"), "# Not a pipeline");

        var result = (await terminal.TypeAsync("apply", "-f", folder)).Succeeded();

        Assert.Equal(["pipeline apply-folder-a saved as revision 1", "pipeline apply-folder-b saved as revision 1"], result.Lines);
    }

    [Fact]
    public async Task Apply_StandardInput_SavesWhatGetPrints()
    {
        using var terminal = await Terminal.LoggedInAsync(console);
        await terminal.ApplyAsync(Documents.Shell("apply-input", "echo here"));

        var printed = (await terminal.TypeAsync("get", "pipeline", "apply-input")).Succeeded().Output;
        Assert.Contains("echo here", printed, StringComparison.Ordinal);

        Assert.Equal(
            ["pipeline apply-input unchanged, still revision 1"],
            (await terminal.TypeAsync(["apply", "-f", "-"], printed)).Succeeded().Lines);
    }

    [Fact]
    public async Task Apply_Invalid_NamesEveryProblemWithItsLine()
    {
        using var terminal = await Terminal.LoggedInAsync(console);
        const string Document = """
            apiVersion: elasticjobs/v1
            kind: Pipeline
            metadata: {name: apply-invalid}
            spec:
              tasks:
                - id: one
                  template: shel
                  args: {command: "true"}
                - id: two
                  template: shell
                  after: [zero]
                  args: {command: "true"}
            """;

        var result = await terminal.TypeAsync(["apply", "-f", "-"], Document);

        Assert.Equal(ExitCodes.Error, result.ExitCode);
        Assert.Empty(result.Output);
        Assert.Contains("'apply-invalid' has 2 problems", result.Error, StringComparison.Ordinal);
        Assert.Matches(@"line 7, .*'shel'", result.Error);
        Assert.Matches(@"line 11, .*'zero'", result.Error);
    }

    [Fact]
    public async Task Apply_NoYaml_SaysAtWhichLine()
    {
        using var terminal = await Terminal.LoggedInAsync(console);
        var result = await terminal.TypeAsync(["apply", "-f", "-"], "apiVersion: elasticjobs/v1\nmetadata: {name: broken\nspec: [");

        Assert.Equal(ExitCodes.Error, result.ExitCode);
        Assert.Matches(@"line \d+", result.Error);
    }

    [Fact]
    public async Task Apply_FileIsMissing_NamesIt()
    {
        using var terminal = await Terminal.LoggedInAsync(console);
        var result = await terminal.TypeAsync("apply", "-f", terminal.Home["nowhere.yaml"]);

        Assert.Equal(ExitCodes.Error, result.ExitCode);
        Assert.Contains("nowhere.yaml can't be read", result.Error, StringComparison.Ordinal);
    }
}
