namespace ElasticJobs.Core.Conditions;

/// <param name="Position">Of the character, from 0.</param>
internal sealed record ConditionError(int Position, string En, string Zh);

/// <summary>Thrown inside of the parser alone.</summary>
internal sealed class ConditionException(int position, string en, string zh) : Exception(en)
{
    public ConditionError Error { get; } = new(position, en, zh);
}
