using ElasticJobs.Core.Expressions.Sentences;

namespace ElasticJobs.Core.Expressions.Evaluation;

/// <summary>The values of a call, by the slots of the function's signature.</summary>
internal sealed class Arguments(Function function, IReadOnlyList<ExpressionValue?> slots, EvaluationContext context)
{
    public EvaluationContext Context { get; } = context;

    /// <summary>All values of a variadic function.</summary>
    public IReadOnlyList<ExpressionValue> All => [.. slots.OfType<ExpressionValue>()];

    public ExpressionValue? this[int slot] => slot < slots.Count ? slots[slot] : null;

    public bool Has(int slot) => this[slot] is not null and not NullValue;

    public ExpressionValue Value(int slot) => this[slot] ?? NullValue.Instance;

    public string Text(int slot) => this[slot] is TextValue text ? text.Value : throw Wrong(slot, "text");

    public string? TextOrNull(int slot) => Has(slot) ? Text(slot) : null;

    public long Integer(int slot) => this[slot] switch
    {
        IntegerValue whole => whole.Value,
        BoolValue flag => flag.Value ? 1 : 0,
        _ => throw Wrong(slot, "a whole number"),
    };

    public long IntegerOr(int slot, long other) => Has(slot) ? Integer(slot) : other;

    /// <summary>A whole number between two bounds.</summary>
    public int Integer(int slot, int minimum, int maximum)
    {
        var value = Integer(slot);
        return value >= minimum && value <= maximum
            ? (int)value
            : throw Context.Fail(ExpressionCodes.Value, $"'{NameOf(slot)}' must be from {minimum} to {maximum}, not {value}.", "Give a value in that range.");
    }

    public double Number(int slot) => Numbers.TryRead(this[slot], out var number) ? number : throw Wrong(slot, "a number");

    public double NumberOr(int slot, double other) => Has(slot) ? Number(slot) : other;

    public bool FlagOr(int slot, bool other) => Has(slot) ? Truth.Of(Value(slot)) : other;

    public IReadOnlyList<ExpressionValue> Items(int slot) => Sequences.TryRead(Value(slot), Context) ?? throw Wrong(slot, "a list");

    public TimeSpan Duration(int slot) => this[slot] is DurationValue duration ? duration.Value : throw Wrong(slot, "a timedelta");

    public string Format(int slot)
    {
        var format = Text(slot);
        return format.Length <= ExpressionLimits.FormatLength
            ? format
            : throw Context.Fail(ExpressionCodes.Limit, $"The format is longer than {ExpressionLimits.FormatLength} characters.", "Make it shorter.");
    }

    public ExpressionException Wrong(int slot, Sentence expected) => Context.Fail(
        ExpressionCodes.Type,
        $"{function.Name}: '{NameOf(slot)}' must be {expected}, not {Describe.Value(Value(slot))}.",
        $"It is called as {function.Signature.Show(function.Name)}.");

    private Sentence NameOf(int slot)
    {
        if (slot < function.Signature.Names.Count)
        {
            return $"{function.Signature.Names[slot]}";
        }

        return $"argument {slot + 1}";
    }
}
