using ElasticJobs.Core.Queues;

namespace ElasticJobs.Storage.Queues;

/// <summary>One file for each payload: <c>{data}/payloads/{queue}/{id}.{length}</c>.</summary>
internal sealed class PayloadStore(string root) : IPayloadStore
{
    private const string Unfinished = ".new";

    private readonly string _root = Path.GetFullPath(root);

    public async Task WriteAsync(StreamId queue, PayloadRef payload, ReadOnlyMemory<byte> data, CancellationToken cancellationToken)
    {
        var file = FileOf(queue, payload);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        try
        {
            await using (var stream = new FileStream(file + Unfinished, FileMode.Create, FileAccess.Write, FileShare.None))
            {
                await stream.WriteAsync(data, cancellationToken);
                await stream.FlushAsync(cancellationToken);
                // On the disk before anybody is told of it.
                RandomAccess.FlushToDisk(stream.SafeFileHandle);
            }

            File.Move(file + Unfinished, file);
        }
        catch
        {
            File.Delete(file + Unfinished);
            throw;
        }

        DirectoryFlush.Run(Path.GetDirectoryName(file)!);
    }

    public async Task<byte[]?> ReadAsync(StreamId queue, PayloadRef payload, CancellationToken cancellationToken)
    {
        try
        {
            return await File.ReadAllBytesAsync(FileOf(queue, payload), cancellationToken);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    public void Delete(StreamId queue, PayloadRef payload)
    {
        if (!Directory.Exists(DirectoryOf(queue)))
            return;
        File.Delete(FileOf(queue, payload));
        File.Delete(FileOf(queue, payload) + Unfinished);
    }

    public void DeleteAll(StreamId queue)
    {
        if (Directory.Exists(DirectoryOf(queue)))
            Directory.Delete(DirectoryOf(queue), recursive: true);
    }

    public IReadOnlyList<(PayloadRef Payload, DateTimeOffset WrittenAt)> List(StreamId queue)
    {
        var directory = new DirectoryInfo(DirectoryOf(queue));
        if (!directory.Exists)
            return [];
        var found = new List<(PayloadRef, DateTimeOffset)>();
        foreach (var file in directory.EnumerateFiles())
        {
            if (PayloadRef.Parse(file.Name.EndsWith(Unfinished, StringComparison.Ordinal) ? file.Name[..^Unfinished.Length] : file.Name) is { } payload)
                found.Add((payload, new DateTimeOffset(file.LastWriteTimeUtc)));
        }

        return found;
    }

    public IReadOnlyList<StreamId> ListQueues()
    {
        var found = new List<StreamId>();
        if (!Directory.Exists(_root))
            return found;
        foreach (var directory in Directory.EnumerateDirectories(_root))
        {
            if (Guid.TryParseExact(Path.GetFileName(directory), "N", out var id))
                found.Add(new StreamId(id));
        }

        return found;
    }

    private string DirectoryOf(StreamId queue) => Path.Combine(_root, queue.Value.ToString("N"));

    private string FileOf(StreamId queue, PayloadRef payload) => Path.Combine(DirectoryOf(queue), payload.ToString());
}
