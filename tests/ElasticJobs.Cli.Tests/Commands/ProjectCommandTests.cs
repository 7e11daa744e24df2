namespace ElasticJobs.Cli.Tests.Commands;

[Collection(CommandsCollection.Name)]
public sealed class ProjectCommandTests(ServedConsole console)
{
    [Fact]
    public async Task Apply_ByFileAndByOptions_ChangesWhatIsNamed_AndDeleteTakesItAway()
    {
        using var terminal = await Terminal.LoggedInAsync(console);
        var path = terminal.Home["project.yaml"];
        await File.WriteAllTextAsync(path, "name: cli-vision\ndescription: Vision\n");

        Assert.Equal(["project cli-vision is stored"], (await terminal.TypeAsync("project", "apply", "-f", path)).Succeeded().Lines);
        Assert.Contains((await terminal.TypeAsync("get", "projects")).Succeeded().Lines, line => line.StartsWith("cli-vision", StringComparison.Ordinal) && line.Contains("Vision", StringComparison.Ordinal));
        (await terminal.TypeAsync("project", "apply", "cli-vision", "--description", "Sight")).Succeeded();
        Assert.Contains((await terminal.TypeAsync("get", "projects")).Succeeded().Lines, line => line.Contains("Sight", StringComparison.Ordinal));
        Assert.Equal(["project cli-vision is deleted"], (await terminal.TypeAsync("project", "delete", "cli-vision")).Succeeded().Lines);
        Assert.DoesNotContain((await terminal.TypeAsync("get", "projects")).Succeeded().Lines, line => line.StartsWith("cli-vision", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Apply_OfAPlaceWhereThereIsNone_SaysWhatToDo()
    {
        using var terminal = await Terminal.LoggedInAsync(console);

        var result = await terminal.TypeAsync("project", "apply", "cli-place", "--namespace", "ej-vision", "--cpu", "eight");

        Assert.Equal(ExitCodes.Error, result.ExitCode);
        Assert.Contains("place.quota.cpu: 'eight' is no amount of cpu.", result.Error, StringComparison.Ordinal);
        Assert.Contains("Take 'place' out, or run the console on Kubernetes.", result.Error, StringComparison.Ordinal);
    }
}
