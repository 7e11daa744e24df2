namespace ElasticJobs.Worker.Reports;

/// <summary>Where the output of tasks goes that is not to go to the sink: this program's own, which the runtime keeps as the container's log.</summary>
internal static class OwnOutput
{
    private static readonly Stream Output = Console.OpenStandardOutput();
    private static readonly Stream Error = Console.OpenStandardError();

    public static ValueTask WriteAsync(OutputStream stream, ReadOnlyMemory<byte> piece, CancellationToken cancellationToken) =>
        (stream == OutputStream.Output ? Output : Error).WriteAsync(piece, cancellationToken);
}
