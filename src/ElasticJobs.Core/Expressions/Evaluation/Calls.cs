namespace ElasticJobs.Core.Expressions.Evaluation;

internal static class Calls
{
    public static ExpressionValue Invoke(
        Function function, ExpressionValue self, IReadOnlyList<ExpressionValue> positional, IReadOnlyList<(string Name, ExpressionValue Value)> named, EvaluationContext context)
    {
        var signature = function.Signature;
        if (signature.Problem(positional.Count, [.. named.Select(argument => argument.Name)]) is { } problem)
        {
            throw context.Fail(ExpressionCodes.Argument, $"{function.Name}: {problem}", $"It is called as {signature.Show(function.Name)}.");
        }

        var slots = new ExpressionValue?[Math.Max(positional.Count, signature.Names.Count)];
        for (var slot = 0; slot < positional.Count; slot++)
        {
            slots[slot] = positional[slot];
        }

        foreach (var (name, value) in named)
        {
            slots[IndexOf(signature.Names, name)] = value;
        }

        return function.Body(self, new Arguments(function, slots, context));
    }

    private static int IndexOf(IReadOnlyList<string> names, string name)
    {
        var at = 0;
        while (names[at] != name)
        {
            at++;
        }

        return at;
    }
}
