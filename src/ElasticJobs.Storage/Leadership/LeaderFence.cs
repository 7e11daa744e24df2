using ElasticJobs.Core.Leadership;
using ElasticJobs.Storage.Writing;
using static ElasticJobs.Storage.Writing.SqlType;

namespace ElasticJobs.Storage.Leadership;

/// <summary>What keeps a console that led once from writing on: the scheduler's writes carry the term in which they were decided.</summary>
internal sealed class LeaderFence
{
    /// <summary>Takes the row's lock too, so that no later term begins before the write is committed.</summary>
    private static readonly SqlStatement Check = new("UPDATE leadership SET epoch = epoch WHERE name = 'scheduler' AND epoch = $1", Whole);

    private SqlCall? _call;

    /// <summary>Of this console's term. Null: it never led, as in tests of stores and tools that write alone.</summary>
    public SqlCall? Call => Volatile.Read(ref _call);

    /// <summary>From now on writes belong to this term. Never taken back: what a deposed console still has on its way must be refused.</summary>
    public void Begin(long epoch) => Volatile.Write(ref _call, Check.With(epoch) with { Otherwise = () => new DeposedException() });
}
