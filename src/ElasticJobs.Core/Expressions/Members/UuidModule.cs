using ElasticJobs.Core.Expressions.Evaluation;

namespace ElasticJobs.Core.Expressions.Members;

/// <summary>What is reachable of Python's module uuid.</summary>
internal static class UuidModule
{
    public static readonly ModuleValue Module = new("uuid", new MemberTable<ModuleValue>
    {
        { "uuid4", "", static (_, call) => new UuidValue(call.Context.NextUuid()) },
    });
}
