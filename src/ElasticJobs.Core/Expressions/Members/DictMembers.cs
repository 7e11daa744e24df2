using ElasticJobs.Core.Expressions.Evaluation;

namespace ElasticJobs.Core.Expressions.Members;

internal static class DictMembers
{
    public static readonly MemberTable<DictValue> Table = new()
    {
        { "get", "key, default?", static (dict, call) => dict.Items.TryGetValue(call.Text(0), out var found) ? found : call.Value(1) },
        { "keys", "", static (dict, call) => call.Context.List([.. dict.Items.Keys.Select(key => new TextValue(key))]) },
        { "values", "", static (dict, call) => call.Context.List([.. dict.Items.Values]) },
        { "items", "", static (dict, call) => call.Context.List([.. dict.Items.Select(item => new ListValue([new TextValue(item.Key), item.Value]))]) },
    };
}
