using System.CommandLine;
using ElasticJobs.Cli.Server;

namespace ElasticJobs.Cli.Commands;

/// <summary>What every command needs: settings, the API, and where to write.</summary>
internal sealed class CommandContext(string settingsPath, HttpMessageHandler? handler = null)
{
    public static Option<string?> ServerOption { get; } = new("--server") { Description = "Address of the console", Recursive = true };

    public static Option<string?> ProjectOption { get; } = new("--project") { Description = "Project (default: default)", Recursive = true };

    public string SettingsPath => settingsPath;

    public CliSettings Settings(ParseResult parsed)
    {
        var settings = CliSettings.Load(settingsPath);
        return settings with
        {
            Server = parsed.GetValue(ServerOption) ?? settings.Server,
            Project = parsed.GetValue(ProjectOption) ?? settings.Project,
        };
    }

    public ApiClient Client(ParseResult parsed) => new(Settings(parsed), handler);

    public ApiClient Client(CliSettings settings) => new(settings, handler);

    /// <summary>Runs a command's body; refusals and lost connections become words on stderr and <see cref="ExitCodes.Error"/>.</summary>
    public static void On(Command command, Func<ParseResult, TextWriter, CancellationToken, Task<int>> body) => command.SetAction(async (parsed, cancellationToken) =>
    {
        var error = parsed.InvocationConfiguration.Error;
        try
        {
            return await body(parsed, parsed.InvocationConfiguration.Output, cancellationToken);
        }
        catch (CliException exception)
        {
            await error.WriteLineAsync($"ejobs: {exception.Message}");
            foreach (var detail in exception.Details)
            {
                await error.WriteLineAsync($"  {detail}");
            }

            if (exception.Fix is { } fix)
            {
                await error.WriteLineAsync(fix);
            }
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            await error.WriteLineAsync($"ejobs: the connection to the console was lost: {exception.Message}");
            await error.WriteLineAsync("Try again; what was started goes on without us.");
        }

        return ExitCodes.Error;
    });
}
