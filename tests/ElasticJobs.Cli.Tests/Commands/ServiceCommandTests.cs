using System.Text.Json.Nodes;

namespace ElasticJobs.Cli.Tests.Commands;

[Collection(CommandsCollection.Name)]
public sealed class ServiceCommandTests(ServedConsole console)
{
    [Fact]
    public async Task Service_IsAppliedShownStoppedStartedAndDeleted()
    {
        using var terminal = await Terminal.LoggedInAsync(console);

        Assert.Equal(["service life saved as version 1"], (await terminal.TypeAsync(["service", "apply", "-f", "-"], Documents.Service("life"))).Succeeded().Lines);
        Assert.Contains((await terminal.TypeAsync("service", "list")).Succeeded().Lines, line => System.Text.RegularExpressions.Regex.IsMatch(line, @"^life +ScalableJob +Running +1 "));
        Assert.Equal(["service life is stopped"], (await terminal.TypeAsync("service", "stop", "life")).Succeeded().Lines);
        var stopped = (await terminal.TypeAsync("service", "show", "life")).Succeeded().Lines;
        Assert.StartsWith("life: ScalableJob, Stopped, version 2 ", stopped[0], StringComparison.Ordinal);
        Assert.Contains("tasks: 0 waiting, 0 in flight, 0 dead letters, 0 frames in the sink", stopped);
        Assert.Equal(["service life is started"], (await terminal.TypeAsync("service", "start", "life")).Succeeded().Lines);
        var json = JsonNode.Parse((await terminal.TypeAsync("service", "show", "life", "--json")).Succeeded().Output)!;
        Assert.Equal(("Running", "/api/predict/life"), ((string?)json["state"], (string?)json["queue"]));
        Assert.Equal(["service life is deleted"], (await terminal.TypeAsync("service", "delete", "life")).Succeeded().Lines);
        Assert.DoesNotContain((await terminal.TypeAsync("service", "list", "--json")).Succeeded().Lines, line => line.Contains("\"life\"", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Logs_OfAnInstance_AreFollowedToItsEnd_AndFoundLater()
    {
        using var terminal = await Terminal.LoggedInAsync(console);
        (await terminal.TypeAsync(["service", "apply", "-f", "-"], Documents.Service("logged", "{init_command: 'echo made ready'}"))).Succeeded();
        var none = await terminal.TypeAsync("service", "logs", "logged");
        Assert.Contains("no instance yet", none.Error, StringComparison.Ordinal);

        (await terminal.TypeAsync("queue", "put", "logged", "--type", "command", "--wait", "true")).Succeeded();
        var following = terminal.TypeAsync("service", "logs", "logged", "-f");
        (await terminal.TypeAsync("service", "stop", "logged")).Succeeded();
        var followed = (await following).Succeeded();

        Assert.Equal("made ready", followed.Lines[0]);
        Assert.Contains("ejobs: log of logged-", followed.Error, StringComparison.Ordinal);
        var gone = (await terminal.TypeAsync("service", "logs", "logged", "--search", "MADE")).Succeeded();
        Assert.Equal(["0: made ready"], gone.Lines);
        Assert.Matches(@"^logged-\w+ +instance ", (await terminal.TypeAsync("service", "logs", "logged", "--list")).Succeeded().Lines[1]);
        (await terminal.TypeAsync("service", "delete", "logged")).Succeeded();
    }

    [Fact]
    public async Task Document_ThatIsShown_CanBeAppliedAgain()
    {
        using var terminal = await Terminal.LoggedInAsync(console);
        var given = Documents.Service("shown", more: "queue: {max_delivery: 3}");
        (await terminal.TypeAsync(["service", "apply", "-f", "-"], given)).Succeeded();

        var shown = (await terminal.TypeAsync("service", "show", "shown", "--document")).Succeeded().Output;

        Assert.Equal(given.TrimEnd(), shown.TrimEnd());
        Assert.Equal(["service shown saved as version 2"], (await terminal.TypeAsync(["service", "apply", "-f", "-"], shown)).Succeeded().Lines);
    }

    [Fact]
    public async Task Apply_OfAReservedName_SaysWhy()
    {
        using var terminal = await Terminal.LoggedInAsync(console);

        var result = await terminal.TypeAsync(["service", "apply", "-f", "-"], Documents.Service("new"));

        Assert.Contains("A service can't be called 'new'", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Apply_OfAFolder_TakesPipelinesAndServices()
    {
        using var terminal = await Terminal.LoggedInAsync(console);
        var folder = Directory.CreateDirectory(terminal.Home["both"]).FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "a.yaml"), Documents.Shell("apply-both", "echo a"));
        await File.WriteAllTextAsync(Path.Combine(folder, "b.json"), """
            {
              // As EAS's samples are.
              "metadata": {"name": "both", "type": "ScalableJob", "workspace_id": "7"},
              "containers": [{}],
            }
            """);

        var result = (await terminal.TypeAsync("apply", "-f", folder)).Succeeded();

        Assert.Equal(["pipeline apply-both saved as revision 1", "service both saved as version 1"], result.Lines);
    }

    [Fact]
    public async Task Apply_Invalid_NamesEveryProblemWithItsFix()
    {
        using var terminal = await Terminal.LoggedInAsync(console);

        var result = await terminal.TypeAsync(["service", "apply", "-f", "-"], "metadata: {name: Wrong, type: ScalableJob}\ncontainers: [{port: 8000}]\n");

        Assert.Equal(ExitCodes.Error, result.ExitCode);
        Assert.Contains("The service has 2 problems.", result.Error, StringComparison.Ordinal);
        Assert.Contains("metadata.name: ", result.Error, StringComparison.Ordinal);
        Assert.Contains("containers[0].port: ", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Apply_WithAKeyThatIsNotKnown_WarnsOfIt()
    {
        using var terminal = await Terminal.LoggedInAsync(console);

        var result = (await terminal.TypeAsync(["service", "apply", "-f", "-"], Documents.Service("warned", "{imgae: python}"))).Succeeded();

        Assert.Contains("containers[0].imgae: warning: ", result.Error, StringComparison.Ordinal);
        Assert.Equal(["service warned saved as version 1"], result.Lines);
    }

    [Fact]
    public async Task Token_OpensItsQueueUntilItIsDeleted()
    {
        using var terminal = await Terminal.LoggedInAsync(console);
        (await terminal.TypeAsync(["service", "apply", "-f", "-"], Documents.Service("opened"))).Succeeded();

        var secret = (await terminal.TypeAsync("service", "token", "put", "opened", "notebook")).Succeeded().Lines.Single();
        Assert.Contains((await terminal.TypeAsync("service", "token", "list", "opened")).Succeeded().Lines, line => line.StartsWith("notebook  " + secret, StringComparison.Ordinal));
        Assert.Equal(System.Net.HttpStatusCode.OK, await CountAsync("opened", secret));
        (await terminal.TypeAsync("service", "token", "delete", "opened", "notebook")).Succeeded();

        Assert.Equal(System.Net.HttpStatusCode.Unauthorized, await CountAsync("opened", secret));
        Assert.Contains("Renew it with PUT", (await terminal.TypeAsync("service", "token", "delete", "opened", "default")).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Delete_WithTasks_NeedsForce()
    {
        using var terminal = await Terminal.LoggedInAsync(console);
        (await terminal.TypeAsync(["service", "apply", "-f", "-"], Documents.Service("full"))).Succeeded();
        (await terminal.TypeAsync("queue", "put", "full", "--type", "command", "--delay", "1h", "true")).Succeeded();

        var refused = await terminal.TypeAsync("service", "delete", "full");

        Assert.Equal(ExitCodes.Error, refused.ExitCode);
        Assert.Contains("1 task of the service 'full' is not done.", refused.Error, StringComparison.Ordinal);
        Assert.Contains("--force", refused.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("?force", refused.Error, StringComparison.Ordinal);
        Assert.Equal(["service full is deleted"], (await terminal.TypeAsync("service", "delete", "full", "--force")).Succeeded().Lines);
    }

    private async Task<System.Net.HttpStatusCode> CountAsync(string service, string secret)
    {
        using var client = new HttpClient { BaseAddress = console.Address };
        client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", secret);
        using var response = await client.GetAsync(new Uri($"/api/predict/{service}?_count_=true", UriKind.Relative));
        return response.StatusCode;
    }
}
