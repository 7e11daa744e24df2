using ElasticJobs.Core.Expressions.Syntax;

namespace ElasticJobs.Core.Expressions.Checking;

internal static class NodeChildren
{
    public static IEnumerable<Node> Of(Node node) => node switch
    {
        ListNode list => list.Items,
        DictNode dict => dict.Items.SelectMany(item => new[] { item.Key, item.Value }),
        MemberNode member => [member.Target],
        IndexNode index => [index.Target, index.Index],
        SliceNode slice => new[] { slice.Target, slice.From, slice.To, slice.Step }.OfType<Node>(),
        CallNode call => call.Arguments.All.Prepend(call.Target),
        FilterNode filter => filter.Arguments.All.Prepend(filter.Target),
        UnaryNode unary => [unary.Operand],
        BinaryNode binary => [binary.Left, binary.Right],
        CompareNode comparison => comparison.Rest.Select(part => part.Operand).Prepend(comparison.First),
        TestNode test => [test.Target],
        ConditionalNode choice => [choice.Condition, choice.Then, choice.Else],
        _ => [],
    };
}
