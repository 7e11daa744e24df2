using System.Globalization;
using ElasticJobs.Core.Elasticity;

namespace ElasticJobs.Worker;

/// <summary>What the worker's environment says; see <see cref="InstanceVariables"/>.</summary>
internal sealed record WorkerSettings
{
    public required Uri QueueUrl { get; init; }

    public required string Token { get; init; }

    public required string Service { get; init; }

    public required string Instance { get; init; }

    public required string Directory { get; init; }

    public int Window { get; init; } = 1;

    /// <summary>Null: queries are refused.</summary>
    public int? Port { get; init; }

    /// <summary>False: output goes to the worker's own.</summary>
    public bool WritesLog { get; init; } = true;

    /// <summary>Null: as long as it takes.</summary>
    public TimeSpan? Grace { get; init; }

    /// <param name="variable">Value of an environment variable.</param>
    /// <param name="problems">Everything that is wrong, in sentences. Empty: nothing.</param>
    /// <returns>Null: there are problems.</returns>
    public static WorkerSettings? Read(Func<string, string?> variable, out IReadOnlyList<string> problems)
    {
        var found = new List<string>();
        problems = found;
        var url = Needed(InstanceVariables.QueueUrl);
        if (url.Length > 0 && !(Uri.TryCreate(url, UriKind.Absolute, out var parsed) && parsed.Scheme is "http" or "https"))
            found.Add($"{InstanceVariables.QueueUrl} is '{url}'. It must be the queue's address, http://HOST:PORT/api/predict/SERVICE.");
        var (token, service, instance) = (Needed(InstanceVariables.QueueToken), Needed(InstanceVariables.Service), Needed(InstanceVariables.Instance));
        var pod = variable(InstanceVariables.PodDirectory);
        var directory = !string.IsNullOrEmpty(variable(InstanceVariables.Directory)) || string.IsNullOrEmpty(pod) ? Needed(InstanceVariables.Directory) : $"{pod}/../instance";
        var window = Number(InstanceVariables.Window, 1, 1000);
        var port = Number(InstanceVariables.Port, 1, 65535);
        var grace = Number(InstanceVariables.Grace, 0, int.MaxValue);
        var writes = variable(InstanceVariables.WriteLog);
        if (!string.IsNullOrEmpty(writes) && writes is not ("true" or "false"))
            found.Add($"{InstanceVariables.WriteLog} is '{writes}'. It must be true or false.");
        if (found.Count > 0)
            return null;
        return new WorkerSettings
        {
            QueueUrl = new Uri(url.TrimEnd('/')),
            Token = token,
            Service = service,
            Instance = instance,
            Directory = directory,
            Window = window ?? 1,
            Port = port,
            WritesLog = writes != "false",
            Grace = grace is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
        };

        string Needed(string name)
        {
            var value = variable(name);
            if (string.IsNullOrEmpty(value))
                found.Add($"{name} is missing.");
            return value ?? "";
        }

        int? Number(string name, int least, int most)
        {
            var value = variable(name);
            if (string.IsNullOrEmpty(value))
                return null;
            if (int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most)
                return number;
            found.Add($"{name} is '{value}'. It must be a number from {least} to {most}.");
            return null;
        }
    }
}
