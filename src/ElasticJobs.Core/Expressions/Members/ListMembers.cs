using ElasticJobs.Core.Expressions.Evaluation;

namespace ElasticJobs.Core.Expressions.Members;

internal static class ListMembers
{
    public static readonly MemberTable<ListValue> Table = new()
    {
        { "index", "value", static (list, call) => IndexOf(list, call) },
        { "count", "value", static (list, call) => new IntegerValue(list.Items.Count(item => Comparison.AreEqual(item, call.Value(0), call.Context))) },
    };

    private static IntegerValue IndexOf(ListValue list, Arguments call)
    {
        for (var at = 0; at < list.Items.Count; at++)
        {
            if (Comparison.AreEqual(list.Items[at], call.Value(0), call.Context))
            {
                return new(at);
            }
        }

        throw call.Context.Fail(ExpressionCodes.Missing, $"{Describe.Value(call.Value(0))} is not in the list.", "Ask with 'in' first, or add | default(...).");
    }
}
