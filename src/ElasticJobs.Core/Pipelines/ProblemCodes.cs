namespace ElasticJobs.Core.Pipelines;

/// <summary>Every code that reading and validating a pipeline can give. <see cref="ProblemTexts"/> has the sentences.</summary>
public static class ProblemCodes
{
    public const string Syntax = "syntax";
    public const string TooLarge = "too_large";
    public const string SeveralDocuments = "several_documents";
    public const string NotAMapping = "not_a_mapping";
    public const string WrongType = "wrong_type";
    public const string UnknownField = "unknown_field";
    public const string NotSupportedYet = "not_supported_yet";
    public const string Missing = "missing";
    public const string ApiVersion = "api_version";
    public const string Kind = "kind";
    public const string BadChoice = "bad_choice";
    public const string BadDuration = "bad_duration";
    public const string OutOfRange = "out_of_range";
    public const string BadName = "bad_name";
    public const string BadTaskId = "bad_task_id";
    public const string DuplicateTask = "duplicate_task";
    public const string TooManyTasks = "too_many_tasks";
    public const string NoTasks = "no_tasks";
    public const string BadParameterName = "bad_parameter_name";
    public const string DuplicateParameter = "duplicate_parameter";
    public const string ParameterType = "parameter_type";
    public const string UnknownParameter = "unknown_parameter";
    public const string ParameterMissing = "parameter_missing";
    public const string BadEnvName = "bad_env_name";
    public const string UnknownTemplate = "unknown_template";
    public const string UnknownArg = "unknown_arg";
    public const string ArgMissing = "arg_missing";
    public const string ArgType = "arg_type";
    public const string ArgRange = "arg_range";
    public const string ArgPattern = "arg_pattern";
    public const string ArgChoice = "arg_choice";
    public const string UnknownUpstream = "unknown_upstream";
    public const string SelfEdge = "self_edge";
    public const string DuplicateEdge = "duplicate_edge";
    public const string Cycle = "cycle";
    public const string BadResources = "bad_resources";
    public const string Expression = "expression";
    public const string TooManyProblems = "too_many_problems";
    public const string BadOutputName = "bad_output_name";
}
