using System.Buffers.Binary;
using System.Globalization;
using ElasticJobs.Core.Logs;
using ElasticJobs.Core.Runs;

namespace ElasticJobs.Storage.Logs;

/// <summary>Where logs lie: <c>{root}/{yyyy-MM}/{run}/{task}.{attempt}/{container}.out|.err|.idx</c>, and which attempts are open: <c>{root}/open/{run}.{attempt}.{task}</c>.</summary>
internal sealed class LogPaths(string root)
{
    public const string IndexExtension = ".idx";

    private readonly string _root = Path.GetFullPath(root);

    public string OpenMarks => Path.Combine(_root, "open");

    public string OfRun(RunId run) => Path.Combine(_root, Month(run.Value), run.ToString());

    public string OfAttempt(AttemptKey attempt) => Path.Combine(OfRun(attempt.Run), Checked(string.Create(CultureInfo.InvariantCulture, $"{attempt.Task}.{attempt.Number}")));

    public string Index(LogKey key) => Path.Combine(OfAttempt(key.Attempt), Checked(key.Container + IndexExtension));

    public string Merge(AttemptKey attempt) => Path.Combine(OfAttempt(attempt), "containers.merge");

    public string Raw(LogKey key, LogStream stream) => Path.Combine(OfAttempt(key.Attempt), Checked(key.Container + Extension(stream)));

    public string OpenMark(AttemptKey attempt) =>
        Path.Combine(OpenMarks, Checked(string.Create(CultureInfo.InvariantCulture, $"{attempt.Run}.{attempt.Number}.{attempt.Task}")));

    /// <summary>Null: no mark of ours.</summary>
    public static AttemptKey? ReadOpenMark(string name) => name.Split('.', 3) is [var run, var number, { Length: > 0 } task]
        && RunId.TryParse(run, out var id) && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var attempt)
        ? new AttemptKey(id, task, attempt)
        : null;

    public static string Extension(LogStream stream) => stream == LogStream.Out ? ".out" : ".err";

    /// <summary>Of the time in a version 7 UUID, so that old months can be archived whole. Other ids lie together.</summary>
    private static string Month(Guid id)
    {
        if (id.Version != 7)
            return "0000-00";
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes, bigEndian: true, out _);
        var milliseconds = BinaryPrimitives.ReadInt64BigEndian(bytes) >>> 16;
        return milliseconds > DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
            ? "0000-00"
            : DateTimeOffset.FromUnixTimeMilliseconds(milliseconds).ToString("yyyy-MM", CultureInfo.InvariantCulture);
    }

    /// <summary>Ids are validated long before; this is the last line of defence against a path that leaves the log directory.</summary>
    private static string Checked(string name) =>
        name.AsSpan().ContainsAny('/', '\\', '\0') || name.StartsWith("..", StringComparison.Ordinal)
            ? throw new ArgumentException($"'{name}' can't be part of a path.", nameof(name))
            : name;
}
