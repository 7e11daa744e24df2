using ElasticJobs.Core.Expressions.Members;
using ElasticJobs.Core.Expressions.Syntax;

namespace ElasticJobs.Core.Expressions.Evaluation;

/// <summary>Walks an expression's tree. The place for messages is set after the operands are evaluated, just before the operation.</summary>
internal sealed class Evaluator(EvaluationContext context)
{
    public ExpressionValue Run(Node expression)
    {
        try
        {
            return Evaluate(expression);
        }
        catch (Exception failure) when (failure is ArithmeticException or ArgumentException)
        {
            // The edges of .NET's numbers and dates are told where they are known; this one was not.
            throw context.Fail(ExpressionCodes.Value, "The values are out of range for this operation.", "Use smaller numbers and dates.");
        }
    }

    private ExpressionValue Evaluate(Node node)
    {
        context.At(node.Range).Spend();
        return node switch
        {
            LiteralNode literal => literal.Value,
            NameNode name => ScopeNames.Resolve(name.Name, context),
            MemberNode member => MemberAccess.Get(Evaluate(member.Target), member.Name, context.At(member.NameRange)),
            IndexNode index => Indexing.Get(Evaluate(index.Target), Evaluate(index.Index), context.At(index.Range)),
            SliceNode slice => Indexing.Slice(Evaluate(slice.Target), Optional(slice.From), Optional(slice.To), Optional(slice.Step), context.At(slice.Range)),
            CallNode call => Call(call),
            FilterNode filter => Filter(filter),
            UnaryNode { Operator: "not" } not => BoolValue.Of(!Truth.Of(Evaluate(not.Operand))),
            UnaryNode unary => Arithmetic.Sign(unary.Operator, Evaluate(unary.Operand), context.At(unary.Range)),
            BinaryNode binary => Binary(binary),
            CompareNode comparison => Compare(comparison),
            TestNode test => Test(test),
            ConditionalNode choice => Evaluate(Truth.Of(Evaluate(choice.Condition)) ? choice.Then : choice.Else),
            ListNode list => context.List([.. list.Items.Select(Evaluate)]),
            DictNode dict => Dict(dict),
            _ => throw new InvalidOperationException($"{node.GetType().Name} has no evaluation."),
        };
    }

    private ExpressionValue? Optional(Node? node) => node is null ? null : Evaluate(node);

    private ExpressionValue Binary(BinaryNode node)
    {
        var left = Evaluate(node.Left);
        return node.Operator switch
        {
            "and" => Truth.Of(left) ? Evaluate(node.Right) : left,
            "or" => Truth.Of(left) ? left : Evaluate(node.Right),
            _ => Arithmetic.Apply(node.Operator, left, Evaluate(node.Right), context.At(node.Range)),
        };
    }

    private BoolValue Compare(CompareNode node)
    {
        var left = Evaluate(node.First);
        foreach (var (symbol, operand) in node.Rest)
        {
            var right = Evaluate(operand);
            if (!Comparison.Holds(symbol, left, right, context.At(node.Range)))
            {
                return BoolValue.False;
            }

            left = right;
        }

        return BoolValue.True;
    }

    private BoolValue Test(TestNode node)
    {
        var value = node.Test == "defined" ? IfPresent(node.Target) : Evaluate(node.Target);
        var holds = node.Test switch
        {
            "defined" => value is not null,
            "None" => value is NullValue,
            _ => value is BoolValue flag && flag.Value == (node.Test == "True"),
        };
        return BoolValue.Of(holds != node.IsNegated);
    }

    private DictValue Dict(DictNode node)
    {
        var items = new OrderedDictionary<string, ExpressionValue>(StringComparer.Ordinal);
        foreach (var (key, value) in node.Items)
        {
            var name = Evaluate(key) is TextValue text
                ? text.Value
                : throw context.At(key.Range).Fail(ExpressionCodes.Type, "Keys of a dict are text.", "Put quotes around the key.");
            items[name] = Evaluate(value);
        }

        return new(items);
    }

    private ExpressionValue Call(CallNode node)
    {
        var target = Evaluate(node.Target);
        var (function, self) = target switch
        {
            FunctionValue bound => (bound.Function, bound.Self),
            ModuleValue { Constructor: { } constructor } => (constructor, target),
            _ => throw context.At(node.Range).Fail(ExpressionCodes.Type, $"{Describe.Type(target)} can't be called.", "Remove the parentheses."),
        };
        return Invoke(function, self, node.Arguments, node.Range);
    }

    private ExpressionValue Filter(FilterNode node)
    {
        if (node.Name == FilterTable.Default)
        {
            var value = IfPresent(node.Target);
            return value is null or NullValue
                ? Invoke(FilterTable.DefaultFunction, NullValue.Instance, node.Arguments, node.Range)
                : value;
        }

        var target = Evaluate(node.Target);
        var function = FilterTable.Find(node.Name) ?? throw FilterTable.Unknown(node);
        return Invoke(function, target, node.Arguments, node.Range);
    }

    private ExpressionValue? IfPresent(Node node)
    {
        try
        {
            return Evaluate(node);
        }
        catch (ExpressionException failure) when (failure.Error.Code == ExpressionCodes.Missing)
        {
            return null;
        }
    }

    private ExpressionValue Invoke(Function function, ExpressionValue self, ArgumentList arguments, TextRange place)
    {
        var positional = arguments.Positional.Select(Evaluate).ToList();
        var named = arguments.Named.Select(argument => (argument.Name, Evaluate(argument.Value))).ToList();
        return Calls.Invoke(function, self, positional, named, context.At(place));
    }
}
