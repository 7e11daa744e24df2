namespace ElasticJobs.Core.Elasticity;

/// <summary>Codes of problems with autoscaler settings, beside the general ones. <see cref="Pipelines.ProblemTexts"/> has the sentences.</summary>
public static class AutoscalerCodes
{
    public const string UnknownMetric = "unknown_metric";
    public const string ThresholdNotPositive = "threshold_not_positive";
    public const string FractionalQps = "fractional_qps";
    public const string DuplicateMetric = "duplicate_metric";
    public const string NoStrategies = "no_strategies";
    public const string TwoStrategyForms = "two_strategy_forms";
    public const string MinAboveMax = "min_above_max";
    public const string ActivationAboveMax = "activation_above_max";
    public const string BadCron = "bad_cron";
    public const string UnknownTimeZone = "unknown_time_zone";
    public const string EmptyCronWindow = "empty_cron_window";
    public const string TrafficIsHeld = "traffic_is_held";
}
