namespace ElasticJobs.Cli.Tests;

/// <summary>What a person would see of a command.</summary>
internal sealed record CommandResult(int ExitCode, string Output, string Error)
{
    public string[] Lines => Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    public CommandResult Succeeded()
    {
        Assert.True(ExitCode == ExitCodes.Succeeded, $"Ended with {ExitCode}:\n{Error}\n{Output}");
        return this;
    }
}
