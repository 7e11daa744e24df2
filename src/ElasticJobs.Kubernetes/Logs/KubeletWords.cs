namespace ElasticJobs.Kubernetes.Logs;

/// <summary>
/// When a container is removed while its log is followed, as those of deleted pods are, the kubelet writes its error into the stream, and there behind a last line without line feed.
/// </summary>
internal static class KubeletWords
{
    private static ReadOnlySpan<byte> Ending => "not found"u8;

    /// <summary>What of the last piece is the task's.</summary>
    public static ReadOnlySpan<byte> CutOff(ReadOnlySpan<byte> piece)
    {
        if (!piece.TrimEnd("\n\" "u8).EndsWith(Ending))
            return piece;
        var begin = piece.LastIndexOf("rpc error: code = NotFound desc = an error occurred when try to find container \""u8);
        if (begin < 0)
            return piece;
        // Newer kubelets say what they did before that.
        var before = piece[..begin].LastIndexOf("failed to get container status \""u8);
        return before >= 0 ? piece[..before] : piece[..begin];
    }
}
