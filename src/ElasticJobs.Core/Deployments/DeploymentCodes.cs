namespace ElasticJobs.Core.Deployments;

/// <summary>Codes of problems with services. <see cref="Pipelines.ProblemTexts"/> has the sentences.</summary>
public static class DeploymentCodes
{
    public const string NoService = "no_service";
    public const string BadServiceName = "bad_service_name";
    public const string ReservedServiceName = "reserved_service_name";
    public const string SeveralContainers = "several_containers";
    public const string FrontEndNotTaken = "front_end_not_taken";
    public const string BadFrontEndName = "bad_front_end_name";
    public const string FrontEndTwice = "front_end_twice";
    public const string PortWithoutCommand = "port_without_command";
    public const string StorageNotTaken = "storage_not_taken";

    /// <summary>A warning.</summary>
    public const string FieldNotUsed = "field_not_used";

    /// <summary>A warning.</summary>
    public const string NothingRequested = "nothing_requested";
}
