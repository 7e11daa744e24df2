namespace ElasticJobs.Core.Expressions;

/// <summary>Bounds that keep any expression harmless. No expression that a person writes for a pipeline comes near them.</summary>
public static class ExpressionLimits
{
    /// <summary>Characters between <c>{{</c> and <c>}}</c>.</summary>
    public const int ExpressionLength = 4096;

    /// <summary>Expressions in one text.</summary>
    public const int ExpressionsPerText = 1000;

    /// <summary>Levels of parentheses, operators and members inside each other.</summary>
    public const int Depth = 100;

    /// <summary>Work done in rendering one text: about one step for each operation, item and 64 characters.</summary>
    public const int Steps = 200_000;

    /// <summary>Characters of one value.</summary>
    public const int TextLength = 1 << 20;

    /// <summary>Items of one list or dict that an expression makes.</summary>
    public const int Items = 10_000;

    /// <summary>Characters that the expressions of one text add to it.</summary>
    public const int RenderedLength = 4 << 20;

    /// <summary>Characters of a format or pattern for dates.</summary>
    public const int FormatLength = 256;
}
