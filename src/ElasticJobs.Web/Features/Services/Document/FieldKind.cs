namespace ElasticJobs.Web.Features.Services.Document;

/// <summary>How a value of a document is typed.</summary>
public enum FieldKind
{
    Text,

    /// <summary>A shell line, which may be long.</summary>
    Lines,
    Number,

    /// <summary>One of the kinds of services.</summary>
    Type,
}
