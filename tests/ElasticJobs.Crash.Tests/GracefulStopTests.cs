using System.Text.Json.Nodes;
using ElasticJobs.Crash.Tests.Evidence;
using ElasticJobs.Tests.Shared.Consoles;
using ElasticJobs.Tests.Shared.Files;
using ElasticJobs.Tests.Shared.Time;

namespace ElasticJobs.Crash.Tests;

/// <summary>A console that is stopped as a service manager does it leaves its tasks running and finds them again.</summary>
public sealed class GracefulStopTests
{
    private static readonly TimeSpan Cap = TimeSpan.FromSeconds(180);

    [Fact]
    public async Task Console_StoppedWhileTasksRun_LeavesThemRunningAndAdoptsThem()
    {
        using var directory = new TemporaryDirectory();
        var counter = new Counter(directory["starts"]);
        await using var console = new ConsoleProcess(Directory.CreateDirectory(directory["data"]).FullName);
        var api = new ConsoleApi(console.Client);
        await console.StartAsync();
        await api.SaveAsync("adopted", Document(directory, counter));
        var run = await api.StartRunAsync("adopted");
        await StatesAsync(api, run, "Running", "Running", "Waiting");

        Assert.Equal(0, await console.TerminateAsync());

        // The first task ends while there is no console, the second one goes on under the next.
        await File.WriteAllTextAsync(directory["gate-early"], "");
        await Eventually.TrueAsync(() => File.Exists(directory["done-early"]), "the first task has ended without a console", Cap);
        await console.StartAsync();
        await StatesAsync(api, run, "Succeeded", "Running", "Waiting");
        await File.WriteAllTextAsync(directory["gate-late"], "");
        await StatesAsync(api, run, "Succeeded", "Succeeded", "Succeeded");

        Assert.Equal(
            new Dictionary<string, int> { [Counter.Key(run, "early", 1)] = 1, [Counter.Key(run, "late", 1)] = 1, [Counter.Key(run, "last", 1)] = 1 },
            counter.Read());
        Assert.Equal(["begin", "end"], (await api.LogAsync(run, "early", 1)).Select(line => (string)line["x"]!));
        Assert.Equal(["begin", "end"], (await api.LogAsync(run, "late", 1)).Select(line => (string)line["x"]!));
    }

    private static string Document(TemporaryDirectory directory, Counter counter)
    {
        var count = $"echo \"$EJ_RUN_ID $EJ_TASK_ID $EJ_ATTEMPT\" >> '{counter.Path}'";
        return $$"""
            apiVersion: elasticjobs/v1
            kind: Pipeline
            metadata: {name: adopted}
            spec:
              tasks:
                - id: early
                  template: shell
                  args:
                    command: |
                      {{count}}
                      echo begin
                      until [ -e '{{directory["gate-early"]}}' ]; do sleep 0.1; done
                      echo end
                      touch '{{directory["done-early"]}}'
                - id: late
                  template: shell
                  args:
                    command: |
                      {{count}}
                      echo begin
                      until [ -e '{{directory["gate-late"]}}' ]; do sleep 0.1; done
                      echo end
                - id: last
                  template: shell
                  after: [early, late]
                  args:
                    command: |
                      {{count}}
            """;
    }

    private static async Task StatesAsync(ConsoleApi api, Guid run, params string[] states)
    {
        JsonArray tasks = [];
        try
        {
            await Eventually.TrueAsync(
                async () =>
                {
                    tasks = (await api.RunAsync(run))["tasks"]!.AsArray();
                    return states.SequenceEqual(tasks.Select(task => (string)task!["state"]!));
                },
                $"the tasks are {string.Join(", ", states)}",
                Cap);
        }
        catch (TimeoutException exception)
        {
            throw new TimeoutException($"{exception.Message} They are {string.Join(", ", tasks.Select(task => $"{task!["id"]} {task["state"]}"))}.", exception);
        }
    }
}
