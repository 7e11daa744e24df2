using System.Collections.Frozen;
using System.Globalization;

namespace ElasticJobs.Core.Pipelines;

/// <summary>The sentences of each code in both languages; {0}, {1}... are <see cref="Problem.Args"/>.</summary>
public static class ProblemTexts
{
    private static readonly FrozenDictionary<string, Sentences> All = new Dictionary<string, Sentences>
    {
        [ProblemCodes.Syntax] = new("The text is no valid YAML or JSON: {0}", "Mend the text at this place.", "文本不是有效的 YAML 或 JSON：{0}", "请修正此处的文本。"),
        [ProblemCodes.TooLarge] = new("The text has more than {0}.", "Make the document smaller; put data into files.", "文本超过 {0}。", "请缩小文档；将数据放入文件。"),
        [ProblemCodes.SeveralDocuments] = new("The text holds {0} documents.", "Give one pipeline at a time; split the text at '---'.", "文本包含 {0} 个文档。", "一次只提供一条流水线；请在 '---' 处拆分文本。"),
        [ProblemCodes.NotAMapping] = new("A pipeline is a mapping with apiVersion, kind, metadata and spec; this is {0}.", "Begin with 'apiVersion: elasticjobs/v1'.", "流水线应为包含 apiVersion、kind、metadata 和 spec 的映射；此处为 {0}。", "请以 'apiVersion: elasticjobs/v1' 开头。"),
        [ProblemCodes.WrongType] = new("This must be {0}, but is {1}.", "Write {0} here.", "此处应为 {0}，实际为 {1}。", "请在此处填写 {0}。"),
        [ProblemCodes.UnknownField] = new("'{0}' is no field here.", "{1}", "此处没有字段 '{0}'。", "{2}"),
        [ProblemCodes.NotSupportedYet] = new("'{0}' is not supported yet.", "Take the field out.", "尚不支持 '{0}'。", "请删除该字段。"),
        [ProblemCodes.Missing] = new("'{0}' is missing.", "Add it, e.g. {1}.", "缺少 '{0}'。", "请添加，例如 {1}。"),
        [ProblemCodes.ApiVersion] = new("apiVersion is '{0}'.", "Write apiVersion: elasticjobs/v1.", "apiVersion 为 '{0}'。", "请写 apiVersion: elasticjobs/v1。"),
        [ProblemCodes.Kind] = new("kind is '{0}'.", "Write kind: Pipeline.", "kind 为 '{0}'。", "请写 kind: Pipeline。"),
        [ProblemCodes.BadChoice] = new("'{0}' is none of {1}.", "Choose one of {1}.", "'{0}' 不在 {1} 之中。", "请从 {1} 中选择。"),
        [ProblemCodes.BadDuration] = new("'{0}' is no duration.", "Write one like 10s, 5m, 1h30m or 2d.", "'{0}' 不是时长。", "请写成 10s、5m、1h30m 或 2d 的形式。"),
        [ProblemCodes.OutOfRange] = new("{0} is outside of {1} to {2}.", "Give a value from {1} to {2}.", "{0} 超出 {1} 到 {2} 的范围。", "请填写 {1} 到 {2} 之间的值。"),
        [ProblemCodes.BadName] = new("'{0}' is no name for a pipeline.", "Use 2 to 54 lower case letters, digits and hyphens; begin with a letter, e.g. train-model.", "'{0}' 不能作为流水线名称。", "使用 2 到 54 个小写字母、数字和连字符，以字母开头，例如 train-model。"),
        [ProblemCodes.BadTaskId] = new("'{0}' is no id for a task.", "Use at most 40 lower case letters, digits and single hyphens or underscores; begin with a letter, end with a letter or digit, e.g. load-data.", "'{0}' 不能作为任务 id。", "使用最多 40 个小写字母、数字和单个连字符或下划线，以字母开头，以字母或数字结尾，例如 load-data。"),
        [ProblemCodes.DuplicateTask] = new("Two tasks have the id '{0}'.", "Rename one of them.", "有两个任务的 id 都是 '{0}'。", "请重命名其中一个。"),
        [ProblemCodes.TooManyTasks] = new("The pipeline has {0} tasks; at most {1} fit.", "Split it into several pipelines.", "流水线有 {0} 个任务，最多允许 {1} 个。", "请拆分成多条流水线。"),
        [ProblemCodes.NoTasks] = new("The pipeline has no tasks.", "Drag a template onto the canvas, or add an entry under spec.tasks.", "流水线没有任务。", "将模板拖到画布上，或在 spec.tasks 下添加条目。"),
        [ProblemCodes.BadParameterName] = new("'{0}' is no name for a parameter.", "Use letters, digits and underscores; begin with a letter, e.g. learning_rate.", "'{0}' 不能作为参数名。", "使用字母、数字和下划线，以字母开头，例如 learning_rate。"),
        [ProblemCodes.DuplicateParameter] = new("Two parameters are named '{0}'.", "Rename one of them.", "有两个参数都名为 '{0}'。", "请重命名其中一个。"),
        [ProblemCodes.ParameterType] = new("Parameter '{0}' is {1}, but its value is {2}.", "Give a value of type {1}.", "参数 '{0}' 的类型为 {1}，但其值为 {2}。", "请提供类型为 {1} 的值。"),
        [ProblemCodes.UnknownParameter] = new("The pipeline has no parameter '{0}'.", "{1}", "流水线没有参数 '{0}'。", "{2}"),
        [ProblemCodes.ParameterMissing] = new("Parameter '{0}' has no default and no value was given.", "Give a value for '{0}'.", "参数 '{0}' 没有默认值，也未提供值。", "请为 '{0}' 提供值。"),
        [ProblemCodes.BadEnvName] = new("'{0}' is no name for an environment variable.", "Use letters, digits and underscores; don't begin with a digit or with EJ_.", "'{0}' 不能作为环境变量名。", "使用字母、数字和下划线，不要以数字或 EJ_ 开头。"),
        [ProblemCodes.UnknownTemplate] = new("There is no template '{0}'.", "{1}", "没有模板 '{0}'。", "{2}"),
        [ProblemCodes.UnknownArg] = new("Template '{0}' has no field '{1}'.", "{2}", "模板 '{0}' 没有字段 '{1}'。", "{3}"),
        [ProblemCodes.ArgMissing] = new("'{0}' is required.", "Fill it in.", "'{0}' 为必填项。", "请填写。"),
        [ProblemCodes.ArgType] = new("'{0}' must be {1}, but is {2}.", "Give {1}.", "'{0}' 应为 {1}，实际为 {2}。", "请提供 {1}。"),
        [ProblemCodes.ArgRange] = new("'{0}' is {1}; it must be from {2} to {3}.", "Give a value in that range.", "'{0}' 为 {1}，应在 {2} 到 {3} 之间。", "请填写该范围内的值。"),
        [ProblemCodes.ArgPattern] = new("'{0}' is '{1}', which does not match {2}.", "Give a value of that shape.", "'{0}' 为 '{1}'，不匹配 {2}。", "请按该格式填写。"),
        [ProblemCodes.ArgChoice] = new("'{0}' is '{1}', which is none of {2}.", "Choose one of {2}.", "'{0}' 为 '{1}'，不在 {2} 之中。", "请从 {2} 中选择。"),
        [ProblemCodes.UnknownUpstream] = new("Task '{0}' comes after '{1}', which does not exist.", "{2}", "任务 '{0}' 的上游 '{1}' 不存在。", "{3}"),
        [ProblemCodes.SelfEdge] = new("Task '{0}' comes after itself.", "Take it out of its own 'after'.", "任务 '{0}' 的上游是它自己。", "请从它的 after 中删除自身。"),
        [ProblemCodes.DuplicateEdge] = new("Task '{0}' names '{1}' twice in 'after'.", "Keep one of the two.", "任务 '{0}' 在 after 中两次引用了 '{1}'。", "请保留其中一个。"),
        [ProblemCodes.Cycle] = new("The tasks run in a circle: {0}.", "Remove one of these connections.", "任务形成环路：{0}。", "请删除其中一条连线。"),
        [ProblemCodes.BadResources] = new("'{0}' is no amount of {1}: {2}", "Write it like {3}.", "'{0}' 不是有效的 {1}：{4}", "请写成 {3} 的形式。"),
        [ProblemCodes.Expression] = new("{0}", "{1}", "{2}", "{3}"),
        [ProblemCodes.TooManyProblems] = new("There are more than {0} problems; the rest is not shown.", "Mend these first.", "问题超过 {0} 个，其余未显示。", "请先修正这些问题。"),
        [ProblemCodes.BadOutputName] = new("'{0}' is no name for an output.", "Use letters, digits, '_', '-' and '.'.", "'{0}' 不能作为输出名。", "使用字母、数字、'_'、'-' 和 '.'。"),
    }.ToFrozenDictionary();

    /// <summary>What arguments call kinds of values.</summary>
    private static readonly FrozenDictionary<string, string> Terms = new Dictionary<string, string>
    {
        ["text"] = "文本",
        ["a number"] = "数字",
        ["a whole number"] = "整数",
        ["true or false"] = "true 或 false",
        ["a list"] = "列表",
        ["a list of texts"] = "文本列表",
        ["a mapping"] = "映射",
        ["a mapping of names to texts"] = "名称到文本的映射",
        ["a mapping with name, type and default"] = "包含 name、type 和 default 的映射",
        ["a task: a mapping with id and template"] = "任务：包含 id 和 template 的映射",
        ["a task's id, or {task: id, when: succeeded}"] = "任务 id，或 {task: id, when: succeeded}",
        ["empty"] = "空",
        ["cpu"] = "CPU 数量",
        ["memory"] = "内存数量",
        ["gpu"] = "GPU 数量",
        ["string"] = "字符串",
        ["int"] = "整数",
        ["float"] = "浮点数",
        ["bool"] = "布尔值",
        ["enum"] = "枚举",
        ["10 years"] = "10 年",
    }.ToFrozenDictionary();

    /// <summary>A problem with its English sentences.</summary>
    public static Problem Make(string path, string code, params IReadOnlyList<string> args)
    {
        var sentences = All[code];
        return new Problem(path, code, Format(sentences.Message, args), Format(sentences.Fix, args)) { Args = args };
    }

    /// <summary>The same problem in the language of <paramref name="culture"/>; codes that are not ours stay as they are.</summary>
    public static Problem Localize(Problem problem, CultureInfo culture) =>
        culture.TwoLetterISOLanguageName == "zh" && All.TryGetValue(problem.Code, out var sentences) ? Chinese(problem, sentences) : problem;

    /// <summary>A problem made elsewhere under one of our codes may lack the arguments: it stays in English.</summary>
    private static Problem Chinese(Problem problem, Sentences sentences)
    {
        if (problem.Args.Count < sentences.Arguments)
        {
            return problem;
        }

        var args = IsAboutKinds(problem.Code) ? [.. problem.Args.Select(arg => Terms.GetValueOrDefault(arg, arg))] : problem.Args;
        return problem with { Message = Format(sentences.MessageZh, args), Fix = Format(sentences.FixZh, args) };
    }

    /// <summary>Elsewhere arguments are what people wrote, and stay so.</summary>
    private static bool IsAboutKinds(string code) =>
        code is ProblemCodes.WrongType or ProblemCodes.NotAMapping or ProblemCodes.ArgType or ProblemCodes.ParameterType or ProblemCodes.BadResources or ProblemCodes.OutOfRange;

    private static string Format(string format, IReadOnlyList<string> args) => string.Format(CultureInfo.InvariantCulture, format, [.. args]);

    private sealed record Sentences(string Message, string Fix, string MessageZh, string FixZh)
    {
        /// <summary>How many there must be to fill the Chinese sentences.</summary>
        public int Arguments { get; } = Enumerable.Range(0, 10).LastOrDefault(i => $"{MessageZh}{FixZh}".Contains($"{{{i}}}", StringComparison.Ordinal), -1) + 1;
    }
}
