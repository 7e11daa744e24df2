using System.Diagnostics;

namespace ElasticJobs.Tests.Shared.Processes;

/// <summary>Programs that an operator would call.</summary>
public static class Command
{
    /// <returns>What it printed.</returns>
    /// <exception cref="InvalidOperationException">It failed; with what it said.</exception>
    public static async Task<string> RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false })!;
        var texts = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? texts[0] : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} failed:\n{texts[0]}{texts[1]}");
    }
}
