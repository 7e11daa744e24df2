using System.Diagnostics.CodeAnalysis;

namespace ElasticJobs.Core.Runs;

/// <summary>A version 7 UUID: sorts by the time of its making.</summary>
public readonly record struct RunId(Guid Value) : IComparable<RunId>
{
    public static bool TryParse([NotNullWhen(true)] string? text, out RunId id)
    {
        var parsed = Guid.TryParse(text, out var value);
        id = new RunId(value);
        return parsed;
    }

    public int CompareTo(RunId other) => Value.CompareTo(other.Value);

    public override string ToString() => Value.ToString("D");
}

/// <summary>One try of one task of one run.</summary>
/// <param name="Number">From 1.</param>
public readonly record struct AttemptKey(RunId Run, string Task, int Number)
{
    public override string ToString() => $"{Run}/{Task}/{Number}";
}

/// <summary>Makes ids. A port, so that tests can foresee them.</summary>
public interface IIdGenerator
{
    Guid NewId();
}
