using ElasticJobs.Core.Expressions.Evaluation;

namespace ElasticJobs.Core.Expressions.Members;

internal static class UuidMembers
{
    public static readonly MemberTable<UuidValue> Table = new()
    {
        { "hex", static uuid => new TextValue(uuid.Value.ToString("N")) },
        { "urn", static uuid => new TextValue($"urn:uuid:{uuid.Value:D}") },
        { "version", static uuid => new IntegerValue(uuid.Value.Version) },
    };
}
