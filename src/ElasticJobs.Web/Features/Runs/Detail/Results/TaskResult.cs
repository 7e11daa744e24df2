namespace ElasticJobs.Web.Features.Runs.Detail.Results;

/// <summary>One thing that a task shows on its Results tab.</summary>
/// <param name="Title">Empty: none.</param>
public abstract record TaskResult(string Title);

/// <param name="Html">Markdown made into markup that holds no script, no foreign image and no raw HTML of the task.</param>
public sealed record TextResult(string Title, string Html) : TaskResult(Title);

/// <param name="IsCut">There are more rows than are shown.</param>
public sealed record TableResult(string Title, IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<string>> Rows, bool IsCut) : TaskResult(Title);

/// <param name="DataUri">Of a PNG or JPEG.</param>
public sealed record ImageResult(string Title, string DataUri) : TaskResult(Title);

/// <param name="IsLine">Lines, else bars.</param>
public sealed record ChartResult(string Title, bool IsLine, IReadOnlyList<string> Labels, IReadOnlyList<ChartSeries> Series) : TaskResult(Title);

/// <param name="Values">One for each label; null where there is none.</param>
public sealed record ChartSeries(string Name, IReadOnlyList<double?> Values);

/// <summary>What can't be shown otherwise, as it was written.</summary>
public sealed record RawResult(string Title, string Text) : TaskResult(Title);
