namespace ElasticJobs.Core.Access;

/// <summary>What a person or token may do in a project; each includes those before it.</summary>
public enum ProjectRole
{
    /// <summary>Sees everything.</summary>
    Viewer,

    /// <summary>Draws and saves pipelines.</summary>
    Editor,

    /// <summary>Starts, stops, retries and debugs.</summary>
    Operator,

    /// <summary>Members and tokens of the project.</summary>
    Admin,
}
