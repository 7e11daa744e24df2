namespace ElasticJobs.Kubernetes.Client;

public sealed record ExecRequest
{
    /// <summary>Null: the pod's only container.</summary>
    public string? Container { get; init; }

    /// <summary>Program and arguments, not a shell line.</summary>
    public IReadOnlyList<string> Command { get; init; } = [];

    /// <summary>On a pseudo terminal: standard error comes as standard output, and <see cref="IExecSession.ResizeAsync"/> works.</summary>
    public bool Tty { get; init; }

    /// <summary>The process reads what <see cref="IExecSession.WriteAsync"/> writes. False: its standard input is empty.</summary>
    public bool Stdin { get; init; }
}
