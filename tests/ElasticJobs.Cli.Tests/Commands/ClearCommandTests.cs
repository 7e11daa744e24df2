using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using ElasticJobs.Tests.Shared.Consoles;

namespace ElasticJobs.Cli.Tests.Commands;

[Collection(CommandsCollection.Name)]
public sealed class ClearCommandTests(ServedConsole console)
{
    [Fact]
    public async Task Clear_RemovesWhatDebuggingStarted()
    {
        using var terminal = await Terminal.LoggedInAsync(console);
        var name = await terminal.ApplyAsync(Documents.Shell("debug-cleared", "echo hi"));
        using var client = new HttpClient { BaseAddress = console.Address };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", ConsoleProcess.Token);
        using var started = await client.PostAsJsonAsync($"/api/v1/projects/default/pipelines/{name}/tasks/work/run", new { });
        var run = (await started.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString()!;

        var mine = await terminal.TypeAsync("clear", name, "work");
        var all = await terminal.TypeAsync("clear", name, "work", "--all");

        Assert.Equal(["1 removed"], mine.Succeeded().Lines);
        Assert.Equal(["0 removed"], all.Succeeded().Lines);
        Assert.Equal(ExitCodes.Error, (await terminal.TypeAsync("get", "run", run)).ExitCode);
    }
}
