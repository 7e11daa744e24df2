using ElasticJobs.Core.Expressions.Evaluation;
using ElasticJobs.Core.Expressions.Members;
using ElasticJobs.Core.Expressions.Syntax;

namespace ElasticJobs.Core.Expressions.Checking;

/// <summary>What is wrong whatever the values: unknown filters, members that a module does not have, arguments that a function does not take.</summary>
internal static class StaticChecker
{
    public static void Check(Node node, List<ExpressionError> errors)
    {
        foreach (var child in NodeChildren.Of(node))
        {
            Check(child, errors);
        }

        if (CheckAlone(node) is { } error)
        {
            errors.Add(error);
        }
    }

    private static ExpressionError? CheckAlone(Node node)
    {
        switch (node)
        {
            case FilterNode filter:
                return FilterTable.Find(filter.Name) is { } function
                    ? CheckArguments(function, filter.Arguments, filter.NameRange)
                    : FilterTable.Unknown(filter).Error;
            case MemberNode member when Known(member.Target) is ModuleValue module && module.Members.Get(module, member.Name) is null:
                return TryGet(module, member);
            case CallNode call when Known(call.Target) is { } target:
                var called = target is FunctionValue bound ? bound.Function : ((ModuleValue)target).Constructor;
                return called is null ? null : CheckArguments(called, call.Arguments, call.Range);
            default:
                return null;
        }
    }

    private static ExpressionError? TryGet(ModuleValue module, MemberNode member)
    {
        try
        {
            MemberAccess.Get(module, member.Name, EvaluationContext.Detached().At(member.NameRange));
            return null;
        }
        catch (ExpressionException failure)
        {
            return failure.Error;
        }
    }

    /// <summary>The module, class or function that a chain of names leads to.</summary>
    private static ExpressionValue? Known(Node node) => node switch
    {
        NameNode name when ScopeNames.Modules.TryGetValue(name.Name, out var module) => module,
        NameNode name when !ScopeNames.OfRun.ContainsKey(name.Name) => GlobalFunctions.Table.Get(NullValue.Instance, name.Name),
        MemberNode member when Known(member.Target) is ModuleValue module => module.Members.Get(module, member.Name) is var found && found is ModuleValue or FunctionValue ? found : null,
        _ => null,
    };

    private static ExpressionError? CheckArguments(Function function, ArgumentList arguments, TextRange range) =>
        function.Signature.Problem(arguments.Positional.Count, [.. arguments.Named.Select(argument => argument.Name)]) is { } problem
            ? range.Error(ExpressionCodes.Argument, $"{function.Name}: {problem}", $"It is called as {function.Signature.Show(function.Name)}.")
            : null;
}
