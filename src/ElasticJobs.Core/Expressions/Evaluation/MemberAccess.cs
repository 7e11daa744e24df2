using ElasticJobs.Core.Expressions.Members;
using ElasticJobs.Core.Expressions.Sentences;

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
        var names = (table?.Names ?? []).ToList();
        return context.Fail(ExpressionCodes.Member, $"{Owner(target)} has no member '{name}'.", NearestName.Suggest(name, names, Members(names)));
    }

    private static Sentence Owner(ExpressionValue target)
    {
        if (target is ModuleValue module)
        {
            return $"The {module.TypeName} '{module.Name}'";
        }

        return Describe.Type(target).Capital();
    }

    private static Sentence Members(List<string> names)
    {
        if (names.Count == 0)
        {
            return "It has no members.";
        }

        return $"It has: {string.Join(", ", names.Order(StringComparer.Ordinal))}.";
    }

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
