namespace ElasticJobs.Web.Features.Services.Trying;

/// <param name="Number">From 0, of all lines of the task.</param>
internal readonly record struct LogLine(long Number, bool IsError, string Text);
