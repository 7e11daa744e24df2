namespace ElasticJobs.Core.Expressions;

/// <summary>What can be wrong with an expression.</summary>
public static class ExpressionCodes
{
    /// <summary>Not a sentence of the language.</summary>
    public const string Syntax = "expression-syntax";

    /// <summary><c>{{</c> without its <c>}}</c>.</summary>
    public const string Unclosed = "expression-unclosed";

    /// <summary>A name, parameter, task or output that does not exist.</summary>
    public const string Name = "expression-name";

    /// <summary>A member that the value's type does not have.</summary>
    public const string Member = "expression-member";

    /// <summary>A filter that does not exist.</summary>
    public const string Filter = "expression-filter";

    /// <summary>Too few, too many or unknown arguments.</summary>
    public const string Argument = "expression-argument";

    /// <summary>The operation does not work on values of these types.</summary>
    public const string Type = "expression-type";

    /// <summary>The type is right, the value is not: a division by zero, a date that does not exist.</summary>
    public const string Value = "expression-value";

    /// <summary>Nothing is there at run time: a key, an item, a parameter. The filter <c>default</c> catches it.</summary>
    public const string Missing = "expression-missing";

    /// <summary>Too long, too deep, too large or too much work: see <see cref="ExpressionLimits"/>.</summary>
    public const string Limit = "expression-limit";
}
