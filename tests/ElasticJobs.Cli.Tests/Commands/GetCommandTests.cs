using System.Text.Json.Nodes;

namespace ElasticJobs.Cli.Tests.Commands;

[Collection(CommandsCollection.Name)]
public sealed class GetCommandTests(ServedConsole console)
{
    [Fact]
    public async Task GetPipelines_Saved_ListsThemUnderTheirHeads()
    {
        using var terminal = await Terminal.LoggedInAsync(console);
        await terminal.ApplyAsync(Documents.Shell("get-pipelines", "echo one"));

        var lines = (await terminal.TypeAsync("get", "pipelines")).Succeeded().Lines;

        Assert.StartsWith("NAME", lines[0], StringComparison.Ordinal);
        Assert.Single(lines, line => System.Text.RegularExpressions.Regex.IsMatch(line, @"^get-pipelines +1 +1 +\d{4}-\d\d-\d\d"));
    }

    [Fact]
    public async Task GetPipeline_AsJson_IsJson()
    {
        using var terminal = await Terminal.LoggedInAsync(console);
        await terminal.ApplyAsync(Documents.Shell("get-pipeline", "echo one"));

        var result = (await terminal.TypeAsync("get", "pipeline", "get-pipeline", "-o", "json")).Succeeded();

        Assert.Equal("get-pipeline", (string?)JsonNode.Parse(result.Output)!["metadata"]!["name"]);
    }

    [Fact]
    public async Task GetPipeline_Unknown_SaysSo()
    {
        using var terminal = await Terminal.LoggedInAsync(console);
        var result = await terminal.TypeAsync("get", "pipeline", "no-such-pipeline");

        Assert.Equal(ExitCodes.Error, result.ExitCode);
        Assert.Contains("no-such-pipeline", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task GetRuns_OfOnePipeline_ListsTheNewestFirstUpToTheLimit()
    {
        using var terminal = await Terminal.LoggedInAsync(console);
        var name = await terminal.ApplyAsync(Documents.Shell("get-runs", "true"));
        await terminal.ApplyAsync(Documents.Shell("get-runs-other", "true"));
        await terminal.RunAsync(name);
        var second = await terminal.RunAsync(name);
        var third = await terminal.RunAsync(name);
        await terminal.RunAsync("get-runs-other");

        var lines = (await terminal.TypeAsync("get", "runs", "--pipeline", name, "--limit", "2")).Succeeded().Lines;

        Assert.Equal(["ID", third, second], lines.Select(line => line.Split(' ')[0]));
    }

    [Fact]
    public async Task GetRun_Ended_ShowsItsTasksAsTableAndAsJson()
    {
        using var terminal = await Terminal.LoggedInAsync(console);
        var name = await terminal.ApplyAsync(Documents.Shell("get-run", "exit 7"));
        var started = await terminal.TypeAsync("run", name, "--follow");
        var id = started.Lines[0].Split(' ')[1];

        var table = (await terminal.TypeAsync("get", "run", id)).Succeeded().Lines;
        var json = JsonNode.Parse((await terminal.TypeAsync("get", "run", id, "--json")).Succeeded().Output)!;

        Assert.StartsWith("get-run revision 1: Failed", table[0], StringComparison.Ordinal);
        Assert.Matches(@"^work +Failed +1 +7 ", table[2]);
        Assert.Equal(7, (int?)json["tasks"]![0]!["exitCode"]);
    }
}
