namespace ElasticJobs.Core.Expressions;

/// <summary>An expression could not be evaluated; <see cref="Error"/> says what, where and what to do.</summary>
public sealed class ExpressionException(ExpressionError error) : Exception(error.Message)
{
    public ExpressionError Error { get; } = error;
}
