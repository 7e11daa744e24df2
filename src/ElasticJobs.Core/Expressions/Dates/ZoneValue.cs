namespace ElasticJobs.Core.Expressions.Dates;

/// <summary>Python's datetime.timezone: a fixed offset.</summary>
internal sealed record ZoneValue(TimeSpan Offset) : ExpressionValue
{
    public override string TypeName => "timezone";
}
