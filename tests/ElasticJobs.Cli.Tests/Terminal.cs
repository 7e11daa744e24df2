using System.CommandLine;
using ElasticJobs.Cli.Commands;
using ElasticJobs.Tests.Shared.Consoles;
using ElasticJobs.Tests.Shared.Files;

namespace ElasticJobs.Cli.Tests;

/// <summary>A person's shell with settings of its own, in which <c>ejobs</c> is typed.</summary>
internal sealed class Terminal : IDisposable
{
    private static readonly TimeSpan Cap = TimeSpan.FromSeconds(90);

    public TemporaryDirectory Home { get; } = new();

    public string SettingsPath => Home["config/elasticjobs/cli.json"];

    public static async Task<Terminal> LoggedInAsync(ServedConsole console)
    {
        var terminal = new Terminal();
        (await terminal.TypeAsync(["login", "--server", console.Address.ToString()], ConsoleProcess.Token)).Succeeded();
        return terminal;
    }

    /// <summary>Saves a pipeline and gives its name.</summary>
    public async Task<string> ApplyAsync(string document)
    {
        (await TypeAsync(["apply", "-f", "-"], document)).Succeeded();
        return document.Split("name: ")[1].Split([',', '}', '\n'])[0];
    }

    /// <summary>Starts a run and gives its id.</summary>
    public async Task<string> RunAsync(string pipeline) =>
        (await TypeAsync("run", pipeline)).Succeeded().Lines[0].Split(' ')[1];

    public Task<CommandResult> TypeAsync(params string[] arguments) => TypeAsync(arguments, "");

    public async Task<CommandResult> TypeAsync(string[] arguments, string input)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        using var cap = new CancellationTokenSource(Cap);
        var before = Console.In;
        Console.SetIn(new StringReader(input));
        try
        {
            var configuration = new InvocationConfiguration { Output = output, Error = error };
            var code = await Program.RunAsync(arguments, new CommandContext(SettingsPath), configuration, cap.Token);
            return new CommandResult(code, output.ToString(), error.ToString());
        }
        catch (OperationCanceledException exception) when (cap.IsCancellationRequested)
        {
            throw new TimeoutException($"'ejobs {string.Join(' ', arguments)}' has not ended after {Cap.TotalSeconds} s. It printed:\n{output}\n{error}", exception);
        }
        finally
        {
            Console.SetIn(before);
        }
    }

    public void Dispose() => Home.Dispose();
}
