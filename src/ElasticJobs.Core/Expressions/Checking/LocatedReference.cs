using ElasticJobs.Core.Expressions.Syntax;

namespace ElasticJobs.Core.Expressions.Checking;

/// <param name="IsOptional">A <c>default</c> filter or an <c>is defined</c> stands for the case that it is missing.</param>
internal sealed record LocatedReference(ExpressionReference Reference, TextRange Range, bool IsOptional);
