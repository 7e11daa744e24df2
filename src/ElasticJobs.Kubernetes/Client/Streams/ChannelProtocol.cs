namespace ElasticJobs.Kubernetes.Client;

/// <summary>Each message of these WebSocket protocols begins with the number of its channel.</summary>
internal static class ChannelProtocol
{
    /// <summary>From Kubernetes 1.30 (1.29 behind a gate) on: can close standard input.</summary>
    public const string V5 = "v5.channel.k8s.io";

    /// <summary>The exit code comes as a Status on the error channel.</summary>
    public const string V4 = "v4.channel.k8s.io";

    public const byte Stdin = 0;
    public const byte Stdout = 1;
    public const byte Stderr = 2;
    public const byte Error = 3;
    public const byte Resize = 4;

    /// <summary>v5: the next byte names a channel that gets no more data.</summary>
    public const byte Close = 255;
}
