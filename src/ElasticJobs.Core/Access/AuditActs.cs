namespace ElasticJobs.Core.Access;

/// <summary>What can be done, as the audit log names it: stable, since pages translate by them.</summary>
public static class AuditActs
{
    public const string PipelineSave = "pipeline.save";
    public const string PipelineDelete = "pipeline.delete";
    public const string RunStart = "run.start";
    public const string RunStop = "run.stop";
    public const string RunKill = "run.kill";
    public const string RunRetry = "run.retry";
    public const string RunRerun = "run.rerun";
    public const string RunDelete = "run.delete";

    /// <summary>Detail: the session's id.</summary>
    public const string DebugOpen = "debug.open";

    /// <summary>Detail: the run's id.</summary>
    public const string DebugRun = "debug.run";
    public const string DebugExtend = "debug.extend";
    public const string DebugEnd = "debug.end";

    /// <summary>Detail: how many went.</summary>
    public const string DebugClear = "debug.clear";

    public const string ServicePut = "service.put";
    public const string ServiceStop = "service.stop";
    public const string ServiceStart = "service.start";
    public const string ServiceDelete = "service.delete";

    /// <summary>Detail: the token's name.</summary>
    public const string ServiceTokenPut = "servicetoken.put";
    public const string ServiceTokenDelete = "servicetoken.delete";

    /// <summary>A task put from a page, deleted there, or a dead letter that was changed or put again. Detail: its index.</summary>
    public const string ServiceTaskPut = "servicetask.put";
    public const string ServiceTaskDelete = "servicetask.delete";
    public const string ServiceTaskEdit = "servicetask.edit";
    public const string ServiceTaskReplay = "servicetask.replay";

    /// <summary>Detail: context and namespace; none: as the settings say.</summary>
    public const string ProjectPut = "project.put";

    /// <summary>Detail: the namespace, if it was deleted too.</summary>
    public const string ProjectDelete = "project.delete";

    /// <summary>Detail: the secret's name.</summary>
    public const string PullSecretPut = "pullsecret.put";
    public const string PullSecretDelete = "pullsecret.delete";

    /// <summary>Detail: the role; none: removed.</summary>
    public const string MemberSet = "member.set";
    public const string TokenCreate = "token.create";
    public const string TokenRevoke = "token.revoke";
    public const string UserAdd = "user.add";
    public const string UserPassword = "user.password";

    /// <summary>Detail: true or false.</summary>
    public const string UserAdmin = "user.admin";

    /// <summary>Detail: true or false.</summary>
    public const string UserDisable = "user.disable";
    public const string UserDelete = "user.delete";
}
