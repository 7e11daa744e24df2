using ElasticJobs.Core.Expressions.Evaluation;

namespace ElasticJobs.Core.Expressions.Checking;

/// <summary>Compares the names of a text with those that exist where it stands.</summary>
internal static class SymbolChecker
{
    public static IReadOnlyList<ExpressionError> Check(ExpressionTemplate template, ExpressionSymbols symbols)
    {
        var errors = template.Errors.ToList();
        foreach (var located in template.Located.Where(located => !located.IsOptional))
        {
            if (Check(located, symbols) is { } error)
            {
                errors.Add(error);
            }
        }

        foreach (var expression in template.Expressions)
        {
            if (!errors.Any(error => error.Start >= expression.Range.Start && error.Start <= expression.Range.End)
                && TrialRun.Check(expression, symbols) is { } error)
            {
                errors.Add(error);
            }
        }

        return [.. errors.OrderBy(error => error.Start)];
    }

    private static ExpressionError? Check(LocatedReference located, ExpressionSymbols symbols)
    {
        var (reference, range, _) = located;
        return reference.Kind switch
        {
            ExpressionReferenceKind.Parameter when reference.Name.Length > 0 && !symbols.Parameters.ContainsKey(reference.Name) => range.Error(
                ExpressionCodes.Name,
                $"The pipeline has no parameter '{reference.Name}'.",
                NearestName.Suggest(reference.Name, symbols.Parameters.Keys, "Add it to the pipeline's parameters, or add | default(...).")),
            ExpressionReferenceKind.TaskOutput when reference.Name.Length > 0 => CheckTask(located, symbols),
            ExpressionReferenceKind.Item or ExpressionReferenceKind.Index when !symbols.AllowsItem => range.Error(
                ExpressionCodes.Name, $"'{reference.Name}' exists only in a task with forEach.", "Give the task a forEach, or use a parameter."),
            ExpressionReferenceKind.Environment when !symbols.Environment.Contains(reference.Name) => range.Error(
                ExpressionCodes.Name, $"There is no name '{reference.Name}'.", SuggestName(reference.Name, symbols)),
            _ => null,
        };
    }

    private static ExpressionError? CheckTask(LocatedReference located, ExpressionSymbols symbols)
    {
        var (reference, range, _) = located;
        if (!symbols.UpstreamTasks.TryGetValue(reference.Name, out var outputs))
        {
            return symbols.OtherTasks.Contains(reference.Name)
                ? range.Error(ExpressionCodes.Name, $"The task '{reference.Name}' does not come before this one.", $"Connect '{reference.Name}' to this task, or take another value.")
                : range.Error(
                    ExpressionCodes.Name,
                    $"The pipeline has no task '{reference.Name}'.",
                    NearestName.Suggest(reference.Name, symbols.UpstreamTasks.Keys, "Check the task's id."));
        }

        if (reference.Output is null || outputs is null || outputs.Contains(reference.Output))
        {
            return null;
        }

        var near = NearestName.Find(reference.Output, outputs) ?? outputs.FirstOrDefault(output => output.StartsWith($"{reference.Output}-", StringComparison.Ordinal));
        return range.Error(
            ExpressionCodes.Name,
            $"The task '{reference.Name}' has no output '{reference.Output}'.",
            near is not null ? $"Did you mean tasks.{reference.Name}.outputs{(near.Contains('-', StringComparison.Ordinal) ? $"['{near}']" : $".{near}")}?"
                : outputs.Count == 0 ? "It declares no outputs: add the name to the task's outputs."
                : $"It has: {string.Join(", ", outputs.Order(StringComparer.Ordinal))}.");
    }

    private static string SuggestName(string name, ExpressionSymbols symbols)
    {
        if (symbols.Parameters.ContainsKey(name))
        {
            return $"Did you mean params.{name}?";
        }

        return symbols.UpstreamTasks.ContainsKey(name)
            ? $"Did you mean tasks.{name}.outputs.NAME?"
            : NearestName.Suggest(name, ScopeNames.BuiltIn.Concat(symbols.Environment), "Put quotes around text; two braces as text are written {{'{{'}}.");
    }
}
