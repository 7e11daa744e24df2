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
        var reference = located.Reference;
        return reference.Kind switch
        {
            ExpressionReferenceKind.Parameter when reference.Name.Length > 0 && !symbols.Parameters.ContainsKey(reference.Name) => Error(
                located,
                $"The pipeline has no parameter '{reference.Name}'.",
                $"流水线没有参数 '{reference.Name}'。",
                Near(reference.Name, symbols.Parameters.Keys) ?? ("Add it to the pipeline's parameters, or add | default(...).", "请将其添加到流水线参数，或加上 | default(...)。")),
            ExpressionReferenceKind.TaskOutput when reference.Name.Length > 0 => CheckTask(located, symbols),
            ExpressionReferenceKind.Item or ExpressionReferenceKind.Index when !symbols.AllowsItem => Error(
                located,
                $"'{reference.Name}' exists only in a task with forEach.",
                $"'{reference.Name}' 仅存在于带有 forEach 的任务中。",
                ("Give the task a forEach, or use a parameter.", "请为任务添加 forEach，或使用参数。")),
            ExpressionReferenceKind.Environment when !symbols.Environment.Contains(reference.Name) => Error(
                located, $"There is no name '{reference.Name}'.", $"没有名称 '{reference.Name}'。", MeantBy(reference.Name, symbols)),
            _ => null,
        };
    }

    private static ExpressionError? CheckTask(LocatedReference located, ExpressionSymbols symbols)
    {
        var reference = located.Reference;
        if (!symbols.UpstreamTasks.TryGetValue(reference.Name, out var outputs))
        {
            return symbols.OtherTasks.Contains(reference.Name)
                ? Error(
                    located,
                    $"The task '{reference.Name}' does not come before this one.",
                    $"任务 '{reference.Name}' 不在此任务之前。",
                    ($"Connect '{reference.Name}' to this task, or take another value.", $"请将 '{reference.Name}' 连接到此任务，或使用其他值。"))
                : Error(
                    located,
                    $"The pipeline has no task '{reference.Name}'.",
                    $"流水线没有任务 '{reference.Name}'。",
                    Near(reference.Name, symbols.UpstreamTasks.Keys) ?? ("Check the task's id.", "请检查任务 id。"));
        }

        return reference.Output is not { } output || outputs is null || outputs.Contains(output)
            ? null
            : Error(located, $"The task '{reference.Name}' has no output '{output}'.", $"任务 '{reference.Name}' 没有输出 '{output}'。", OutputMeantBy(reference.Name, output, outputs));
    }

    private static (string En, string Zh) OutputMeantBy(string task, string output, IReadOnlyCollection<string> outputs)
    {
        if ((NearestName.Find(output, outputs) ?? outputs.FirstOrDefault(known => known.StartsWith($"{output}-", StringComparison.Ordinal))) is { } near)
        {
            return Meant($"tasks.{task}.outputs{(near.Contains('-', StringComparison.Ordinal) ? $"['{near}']" : $".{near}")}");
        }

        return outputs.Count == 0
            ? ("It declares no outputs: add the name to the task's outputs.", "该任务未声明任何输出：请将此名称添加到任务的 outputs。")
            : ($"It has: {string.Join(", ", outputs.Order(StringComparer.Ordinal))}.", $"它有：{string.Join("、", outputs.Order(StringComparer.Ordinal))}。");
    }

    private static (string En, string Zh) MeantBy(string name, ExpressionSymbols symbols)
    {
        if (symbols.Parameters.ContainsKey(name))
        {
            return Meant($"params.{name}");
        }

        return symbols.UpstreamTasks.ContainsKey(name)
            ? Meant($"tasks.{name}.outputs.NAME")
            : Near(name, ScopeNames.BuiltIn.Concat(symbols.Environment))
                ?? ("Put quotes around text; two braces as text are written {{'{{'}}.", "文本请加引号；作为文本的两个花括号写作 {{'{{'}}。");
    }

    private static (string En, string Zh)? Near(string name, IEnumerable<string> names) =>
        NearestName.Find(name, names) is { } near ? ($"Did you mean '{near}'?", $"您是指 '{near}' 吗？") : null;

    private static (string En, string Zh) Meant(string expression) => ($"Did you mean {expression}?", $"您是指 {expression} 吗？");

    private static ExpressionError Error(LocatedReference located, string message, string messageZh, (string En, string Zh) fix) =>
        located.Range.Error(ExpressionCodes.Name, message, fix.En, messageZh, fix.Zh);
}
