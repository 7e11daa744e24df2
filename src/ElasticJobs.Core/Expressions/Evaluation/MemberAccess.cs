using ElasticJobs.Core.Expressions.Members;

namespace ElasticJobs.Core.Expressions.Evaluation;

internal static class MemberAccess
{
    public static ExpressionValue Get(ExpressionValue target, string name, EvaluationContext context)
    {
        // A key of the user's data wins over a method of the same name.
        if (target is DictValue dict && dict.Items.TryGetValue(name, out var value))
        {
            return value;
        }

        var table = TableOf(target);
        if (table?.Get(target, name) is { } member)
        {
            return member;
        }

        throw target is DictValue missing ? Missing(missing, name, context) : Unknown(target, table, name, context);
    }

    public static ExpressionException Missing(DictValue dict, string key, EvaluationContext context)
    {
        context.Spend(Math.Min(dict.Items.Count, NearestName.Candidates));
        return context.Fail(
            ExpressionCodes.Missing,
            $"There is no {dict.KeyName} {Describe.Quoted(key)}.",
            NearestName.Suggest(key, dict.Items.Keys, "Check the name, or add | default(...) for when it is not there."));
    }

    private static ExpressionException Unknown(ExpressionValue target, MemberTable? table, string name, EvaluationContext context)
    {
        var owner = target is ModuleValue module ? $"The {module.TypeName} '{module.Name}'" : Capital(Describe.Type(target));
        var names = (table?.Names ?? []).ToList();
        var otherwise = names.Count == 0 ? "It has no members." : $"It has: {string.Join(", ", names.Order(StringComparer.Ordinal))}.";
        return context.Fail(ExpressionCodes.Member, $"{owner} has no member '{name}'.", NearestName.Suggest(name, names, otherwise));
    }

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];

    private static MemberTable? TableOf(ExpressionValue value) => value switch
    {
        ModuleValue module => module.Members,
        TextValue => TextMembers.Table,
        ListValue => ListMembers.Table,
        DictValue => DictMembers.Table,
        DateTimeValue => DateTimeMembers.Table,
        DateValue => DateMembers.Table,
        DurationValue => DurationMembers.Table,
        UuidValue => UuidMembers.Table,
        _ => null,
    };
}
