using System.Text.Json.Nodes;

namespace ElasticJobs.Core.Conditions;

internal abstract record ConditionNode
{
    public abstract bool Holds(JsonNode? value);

    public sealed record And(IReadOnlyList<ConditionNode> Parts) : ConditionNode
    {
        public override bool Holds(JsonNode? value) => Parts.All(part => part.Holds(value));
    }

    public sealed record Or(IReadOnlyList<ConditionNode> Parts) : ConditionNode
    {
        public override bool Holds(JsonNode? value) => Parts.Any(part => part.Holds(value));
    }

    public sealed record Not(ConditionNode Part) : ConditionNode
    {
        public override bool Holds(JsonNode? value) => !Part.Holds(value);
    }

    /// <summary>A path alone.</summary>
    public sealed record Found(ConditionPath Path) : ConditionNode
    {
        public override bool Holds(JsonNode? value) => Path.Find(value).Any(found => found is not null && found.GetValueKind() is not System.Text.Json.JsonValueKind.False);
    }

    public sealed record Compared(ConditionPath Path, string Sign, IReadOnlyList<ConditionValue> Values) : ConditionNode
    {
        public override bool Holds(JsonNode? value) => Path.Find(value).Any(found => Values.Any(other => ConditionValue.Of(found) is { } own && own.Compares(Sign, other)));
    }
}
