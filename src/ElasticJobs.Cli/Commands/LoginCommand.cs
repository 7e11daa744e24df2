using System.CommandLine;

namespace ElasticJobs.Cli.Commands;

internal static class LoginCommand
{
    public static Command Create(CommandContext context)
    {
        var token = new Option<string?>("--token") { Description = "Service token; '-' or nothing reads it from standard input, so that it stays out of the shell's history" };
        var command = new Command("login", "Keep the console's address and a service token") { token };
        CommandContext.On(command, async (parsed, output, cancellationToken) =>
        {
            var given = parsed.GetValue(token);
            var secret = given is null or "-" ? (await Console.In.ReadLineAsync(cancellationToken))?.Trim() : given;
            if (string.IsNullOrEmpty(secret))
            {
                throw new CliException("No token was given.", "Make one in the console under Settings, Tokens, and give it with --token or on standard input.");
            }

            var settings = context.Settings(parsed) with { Token = secret };
            using var client = context.Client(settings);
            var me = await client.GetAsync("/api/v1/me", cancellationToken);
            settings.Save(context.SettingsPath);
            await output.WriteLineAsync($"Logged in at {settings.Server} as {me["name"]}, project {settings.Project}. Kept in {context.SettingsPath}.");
            return ExitCodes.Succeeded;
        });
        return command;
    }
}
