using Microsoft.Extensions.Options;

namespace ElasticJobs.Local;

internal sealed class LocalOptionsValidator : IValidateOptions<LocalOptions>
{
    public ValidateOptionsResult Validate(string? name, LocalOptions options)
    {
        var problems = new List<string>();
        if (!OperatingSystem.IsLinux())
            problems.Add("The Local runtime needs Linux: it starts tasks as sessions of processes and reads /proc. On Windows use WSL, on macOS a Linux container, or another runtime.");
        if (!Path.IsPathFullyQualified(options.DataDirectory))
            problems.Add($"{LocalOptions.Section}:{nameof(LocalOptions.DataDirectory)} is '{options.DataDirectory}', which is no absolute path. Set it to one, e.g. /var/lib/elasticjobs.");
        if (options.PollInterval <= TimeSpan.Zero)
            problems.Add($"{LocalOptions.Section}:{nameof(LocalOptions.PollInterval)} is {options.PollInterval}. Set it above zero, e.g. 00:00:01.");
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }
}
