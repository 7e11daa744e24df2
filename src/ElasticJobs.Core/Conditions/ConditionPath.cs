using System.Text.Json.Nodes;

namespace ElasticJobs.Core.Conditions;

/// <summary>Steps from an object to values in it.</summary>
internal sealed record ConditionPath(IReadOnlyList<ConditionPath.Step> Steps)
{
    public IEnumerable<JsonNode?> Find(JsonNode? root)
    {
        IEnumerable<JsonNode?> found = [root];
        foreach (var step in Steps)
            found = found.SelectMany(step.Of);
        return found;
    }

    internal abstract record Step
    {
        public abstract IEnumerable<JsonNode?> Of(JsonNode? node);
    }

    public sealed record Field(string Name) : Step
    {
        public override IEnumerable<JsonNode?> Of(JsonNode? node) => node is JsonObject fields && fields.TryGetPropertyValue(Name, out var value) ? [value] : [];
    }

    /// <param name="Index">Negative: from the end.</param>
    public sealed record Item(int Index) : Step
    {
        public override IEnumerable<JsonNode?> Of(JsonNode? node)
        {
            if (node is not JsonArray items)
                return [];
            var index = Index < 0 ? items.Count + Index : Index;
            return index >= 0 && index < items.Count ? [items[index]] : [];
        }
    }

    public sealed record Every : Step
    {
        public override IEnumerable<JsonNode?> Of(JsonNode? node) => node switch
        {
            JsonArray items => items,
            JsonObject fields => fields.Select(field => field.Value),
            _ => [],
        };
    }

    /// <summary>Those items of which a condition holds; <c>@</c> in it is the item.</summary>
    public sealed record Filter(ConditionNode Condition) : Step
    {
        public override IEnumerable<JsonNode?> Of(JsonNode? node) => node is JsonArray items ? items.Where(Condition.Holds) : [];
    }
}
