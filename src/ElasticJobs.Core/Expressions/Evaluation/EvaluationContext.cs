using ElasticJobs.Core.Expressions.Sentences;
using ElasticJobs.Core.Expressions.Syntax;

namespace ElasticJobs.Core.Expressions.Evaluation;

/// <summary>One rendering of one text: its scope, the place being evaluated, and what work is left.</summary>
internal sealed class EvaluationContext(ExpressionScope scope)
{
    private static readonly ExpressionScope Empty = new() { Now = DateTimeOffset.UnixEpoch, RunId = "" };

    private TextRange _place;
    private long _steps;
    private int _uuids;
    private ExpressionValue? _parameters;

    public ExpressionScope Scope { get; } = scope;

    public ExpressionValue Parameters => _parameters ??= Scope.Parameters.Count == 0
        ? new DictValue(new Dictionary<string, ExpressionValue>()) { KeyName = "parameter" }
        : (DictValue)JsonReading.Read(Scope.Parameters) with { KeyName = "parameter" };

    /// <summary>For values outside of any text.</summary>
    public static EvaluationContext Detached() => new(Empty);

    /// <summary>Failures from here on are told at this place.</summary>
    public EvaluationContext At(TextRange place)
    {
        _place = place;
        return this;
    }

    public void Spend(long steps = 1)
    {
        _steps += steps;
        if (_steps > ExpressionLimits.Steps)
        {
            throw Fail(ExpressionCodes.Limit, "The expression does too much work.", "Compute the value in a task and use its output.");
        }
    }

    public void SpendOn(int characters) => Spend(1 + (characters / 64));

    public void CheckTextLength(long length)
    {
        if (length > ExpressionLimits.TextLength)
        {
            throw Fail(ExpressionCodes.Limit, $"The text would be longer than {ExpressionLimits.TextLength} characters.", "Make it shorter, or let a task write it to a file.");
        }

        SpendOn((int)length);
    }

    public void CheckItems(long count)
    {
        if (count > ExpressionLimits.Items)
        {
            throw Fail(ExpressionCodes.Limit, $"The list would have more than {ExpressionLimits.Items} items.", "Make it shorter.");
        }

        Spend(count);
    }

    public TextValue Text(string text)
    {
        CheckTextLength(text.Length);
        return new(text);
    }

    public ListValue List(IReadOnlyList<ExpressionValue> items)
    {
        CheckItems(items.Count);
        return new(items);
    }

    public Guid NextUuid() => RunUuids.Derive(Scope, _uuids++);

    public ExpressionException Fail(string code, Sentence message, Sentence fix) => _place.Failure(code, message, fix);
}
