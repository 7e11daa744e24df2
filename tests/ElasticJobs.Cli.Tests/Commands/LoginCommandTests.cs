using System.Runtime.Versioning;
using ElasticJobs.Tests.Shared.Consoles;

namespace ElasticJobs.Cli.Tests.Commands;

[UnsupportedOSPlatform("windows")]
[Collection(CommandsCollection.Name)]
public sealed class LoginCommandTests(ServedConsole console)
{
    [Fact]
    public async Task Login_TokenOnStandardInput_IsKeptForItsOwnerAlone()
    {
        using var terminal = new Terminal();
        var result = await terminal.TypeAsync(["login", "--server", console.Address.ToString()], ConsoleProcess.Token + "\n");

        result.Succeeded();
        Assert.Contains("as token:bootstrap", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(ConsoleProcess.Token, result.Output, StringComparison.Ordinal);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(terminal.SettingsPath));
        (await terminal.TypeAsync("get", "pipelines")).Succeeded();
    }

    [Fact]
    public async Task Login_Again_KeepsTheFileClosedToOthers()
    {
        using var terminal = await Terminal.LoggedInAsync(console);
        File.SetUnixFileMode(terminal.SettingsPath, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);

        (await terminal.TypeAsync("login", "--token", ConsoleProcess.Token)).Succeeded();

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(terminal.SettingsPath));
    }

    [Fact]
    public async Task Login_WrongToken_SaysSoAndKeepsNothing()
    {
        using var terminal = new Terminal();
        var result = await terminal.TypeAsync(["login", "--server", console.Address.ToString()], "a-token-that-nobody-ever-made-000000000000");

        Assert.Equal(ExitCodes.Error, result.ExitCode);
        Assert.Contains("does not know this token", result.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(terminal.SettingsPath));
    }

    [Fact]
    public async Task Login_NoToken_SaysWhereToGetOne()
    {
        using var terminal = new Terminal();
        var result = await terminal.TypeAsync("login", "--server", console.Address.ToString());

        Assert.Equal(ExitCodes.Error, result.ExitCode);
        Assert.Contains("No token was given", result.Error, StringComparison.Ordinal);
        Assert.Contains("Settings, Tokens", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnyCommand_NotLoggedIn_SaysHowTo()
    {
        using var terminal = new Terminal();
        var result = await terminal.TypeAsync("get", "runs", "--server", console.Address.ToString());

        Assert.Equal(ExitCodes.Error, result.ExitCode);
        Assert.Contains("ejobs login", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnyCommand_NothingListensThere_SaysWhichAddressAndHowToSetAnother()
    {
        using var terminal = await Terminal.LoggedInAsync(console);
        // Port 1 is reserved and nothing of ours listens there.
        var result = await terminal.TypeAsync("get", "runs", "--server", "http://127.0.0.1:1");

        Assert.Equal(ExitCodes.Error, result.ExitCode);
        Assert.Contains("http://127.0.0.1:1/ does not answer", result.Error, StringComparison.Ordinal);
        Assert.Contains("EJOBS_SERVER", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnyCommand_AddressIsNone_ShowsOne()
    {
        using var terminal = new Terminal();
        var result = await terminal.TypeAsync("get", "runs", "--server", "console");

        Assert.Equal(ExitCodes.Error, result.ExitCode);
        Assert.Contains("'console' is no address", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnyCommand_SettingsFileDamaged_SaysWhichFile()
    {
        using var terminal = await Terminal.LoggedInAsync(console);
        await File.WriteAllTextAsync(terminal.SettingsPath, "{");
        var result = await terminal.TypeAsync("get", "runs");

        Assert.Equal(ExitCodes.Error, result.ExitCode);
        Assert.Contains(terminal.SettingsPath, result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("run")]
    [InlineData("logs", "no-id", "task")]
    [InlineData("fly")]
    [InlineData("get", "run", "--jsn")]
    public async Task AnyCommand_WrongUsage_EndsWithTheErrorCodeNotAFailedRuns(params string[] arguments)
    {
        using var terminal = new Terminal();
        var result = await terminal.TypeAsync(arguments);

        Assert.Equal(ExitCodes.Error, result.ExitCode);
        Assert.NotEmpty(result.Error);
    }
}
