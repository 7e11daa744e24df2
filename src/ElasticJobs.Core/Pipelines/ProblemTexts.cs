using System.Collections.Frozen;
using System.Globalization;
using ElasticJobs.Core.Deployments;
using ElasticJobs.Core.Elasticity;
using ElasticJobs.Core.Projects;

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
        [ProblemCodes.BadMount] = new("'{0}' is no mount; at character {1}: {2}.", "Write it like {3}.", "'{0}' 不是有效的挂载；第 {1} 个字符处：{4}。", "请写成 {3} 的形式。"),
        [ProblemCodes.DuplicateMount] = new("Two mounts have the path '{0}'.", "Give one of them another path.", "有两个挂载使用路径 '{0}'。", "请为其中一个换用其他路径。"),
        [ProblemCodes.BadLabel] = new("'{0}' is no {1} of a node label.", "Write it like {2}.", "'{0}' 不是节点标签的{3}。", "请写成 {2} 的形式。"),
        [ProblemCodes.BadToleration] = new("'{0}' is no toleration; at character {1}: {2}.", "Write it like {3}.", "'{0}' 不是有效的容忍；第 {1} 个字符处：{4}。", "请写成 {3} 的形式。"),
        [ProblemCodes.BadHostAlias] = new("'{0}' is no line of a hosts file; at character {1}: {2}.", "Write it like {3}.", "'{0}' 不是 hosts 文件的行；第 {1} 个字符处：{4}。", "请写成 {3} 的形式。"),
        [ProblemCodes.BadObjectName] = new("'{0}' is no name of a Kubernetes object.", "Use lower case letters, digits, '-' and '.'.", "'{0}' 不是 Kubernetes 对象名称。", "请使用小写字母、数字、'-' 和 '.'。"),
        [ProblemCodes.BadSecretKey] = new("'{0}' is no key of a secret.", "Write {{secret: name, key: key}} with letters, digits, '-', '_' and '.'.", "'{0}' 不是 Secret 的键。", "请写成 {{secret: 名称, key: 键}}，使用字母、数字、'-'、'_' 和 '.'。"),
        [ProblemCodes.BadImage] = new("'{0}' is no image.", "Write it like registry/name:tag.", "'{0}' 不是镜像。", "请写成 registry/name:tag 的形式。"),
        [ProblemCodes.BadManifest] = new("{0}", "{1}", "{2}", "{3}"),
        [ProblemCodes.BadCondition] = new("'{0}' is no condition; at character {1}: {2}.", "Write it like {3}.", "'{0}' 不是有效的条件；第 {1} 个字符处：{4}。", "请写成 {3} 的形式。"),
        [ProblemCodes.ConditionMissing] = new("When a {0} has succeeded is not known.", "Say it, e.g. status.succeeded > 0. Known kinds are {1}.", "不清楚 {0} 何时算成功。", "请填写成功条件，例如 status.succeeded > 0。已知类型：{1}。"),
        [ProblemCodes.ImageNotTaken] = new("Template '{0}' runs in no image of the task's.", "Take 'image' out.", "模板 '{0}' 不使用任务的镜像。", "请删除 'image'。"),
        [ProblemCodes.Expression] = new("{0}", "{1}", "{2}", "{3}"),
        [ProblemCodes.ContainersNotTaken] = new("Tasks of template '{0}' have no containers beside their own.", "Take initContainers and sidecars out, or take a template that runs one pod, such as shell.", "模板 '{0}' 的任务不支持附加容器。", "请删除 initContainers 和 sidecars，或改用运行单个 Pod 的模板，例如 shell。"),
        [ProblemCodes.BadContainerName] = new("'{0}' is no name for a container.", "Use at most 63 lower case letters, digits and hyphens, e.g. fetch-data.", "'{0}' 不能作为容器名称。", "使用最多 63 个小写字母、数字和连字符，例如 fetch-data。"),
        [ProblemCodes.DuplicateContainer] = new("Two containers of the task are named '{0}'.", "Rename one of them; 'main' is the task's own.", "该任务有两个容器都名为 '{0}'。", "请重命名其中一个；'main' 是任务自身的容器。"),
        [ProblemCodes.TooManyProblems] = new("There are more than {0} problems; the rest is not shown.", "Mend these first.", "问题超过 {0} 个，其余未显示。", "请先修正这些问题。"),
        [ProjectCodes.BadProjectName] = new("'{0}' is no name for a project.", "Use 1 to 40 lower case letters, digits and hyphens; begin with a letter, e.g. team-vision.", "'{0}' 不能作为项目名称。", "使用 1 到 40 个小写字母、数字和连字符，以字母开头，例如 team-vision。"),
        [ProjectCodes.BadNamespace] = new("'{0}' is no name for a namespace.", "Use at most 63 lower case letters, digits and hyphens; begin and end with a letter or digit.", "'{0}' 不能作为命名空间名称。", "使用最多 63 个小写字母、数字和连字符，以字母或数字开头和结尾。"),
        [ProjectCodes.ReservedNamespace] = new("Namespace '{0}' is the cluster's own.", "Choose another, e.g. {1}.", "命名空间 '{0}' 属于集群自身。", "请换一个，例如 {1}。"),
        [ProjectCodes.NamespaceTaken] = new("Namespace '{0}' is that of project '{1}'.", "Choose another: projects don't share a namespace.", "命名空间 '{0}' 已属于项目 '{1}'。", "请换一个：项目之间不共用命名空间。"),
        [ProjectCodes.ContextWithoutNamespace] = new("A context is named, but no namespace in it.", "Name the namespace, or take the context out.", "指定了上下文，但未指定其中的命名空间。", "请填写命名空间，或删除上下文。"),
        [ProjectCodes.NamespaceNeeded] = new("'{0}' needs a namespace of the project's own, and none is named.", "Name one, or take '{0}' out.", "'{0}' 需要项目自己的命名空间，但未指定。", "请填写命名空间，或删除 '{0}'。"),
        [ProjectCodes.BadQuantity] = new("'{0}' is no amount of {1}.", "Write it like {2}.", "'{0}' 不是有效的数量（{1}）。", "请写成 {2} 的形式。"),
        [ProjectCodes.UnknownContext] = new("There is no context '{0}'. {1}", "Choose one of: {2}. Or add it to the kubeconfig.", "没有上下文 '{0}'。{1}", "请从中选择：{2}；或将其加入 kubeconfig。"),
        [ProjectCodes.NoClaimSetting] = new("Tasks of this console use no claim for workspaces, so the project's would not be used.", "Set {0}, or take 'workspace' out.", "此控制台的任务不使用工作区存储卷声明，项目的声明不会被使用。", "请设置 {0}，或删除 'workspace'。"),
        [ProjectCodes.NoProject] = new("The text is no project.", "Write a mapping with name, description and place.", "文本不是项目。", "请填写包含 name、description 和 place 的映射。"),
        [ProjectCodes.NoPlaces] = new("Tasks run as processes on this machine, so a project has no place in a cluster.", "Take 'place' out, or run the console on Kubernetes.", "任务在本机以进程方式运行，项目在集群中没有位置。", "请删除 'place'，或在 Kubernetes 上运行控制台。"),
        [ProjectCodes.BadDockerConfig] = new("This is no docker config with auths.", "Give the content of a config.json: {{\"auths\": {{\"registry.example.com\": {{...}}}}}}.", "这不是包含 auths 的 docker 配置。", "请提供 config.json 的内容：{{\"auths\": {{\"registry.example.com\": {{...}}}}}}。"),
        [ProjectCodes.ClusterUnusable] = new("The cluster can't be used: {0}", "Mend the kubeconfig, or choose another context.", "无法使用该集群：{0}", "请修正 kubeconfig，或选择其他上下文。"),
        [ProjectCodes.ClusterUnreachable] = new("The cluster does not answer: {0}", "It is asked again by itself. Check that it runs and can be reached from the console.", "集群没有响应：{0}", "控制台会自动重试。请检查集群是否运行、控制台能否访问。"),
        [ProjectCodes.NamespaceForbidden] = new("The console may not make namespace '{0}': {1}", "Let it (docs/kubernetes.md, 'Rights for projects'), or make the namespace yourself: kubectl create namespace {0}", "控制台无权创建命名空间 '{0}'：{1}", "请授权（参见 docs/kubernetes.md 的 'Rights for projects'），或自行创建：kubectl create namespace {0}"),
        [ProjectCodes.NamespaceTerminating] = new("Namespace '{0}' is being deleted.", "Once it is gone the console makes it again.", "命名空间 '{0}' 正在被删除。", "删除完成后控制台会重新创建。"),
        [ProjectCodes.NamespaceOfOther] = new("Namespace '{0}' is that of project '{1}' of console '{2}'.", "Choose another namespace.", "命名空间 '{0}' 属于控制台 '{2}' 的项目 '{1}'。", "请选择其他命名空间。"),
        [ProjectCodes.NamespaceNotOurs] = new("Namespace '{0}' is not this console's, so '{1}' is not made in it.", "Take '{1}' out, or hand the namespace over: kubectl label namespace {0} {2}", "命名空间 '{0}' 不属于此控制台，因此不会在其中创建 '{1}'。", "请删除 '{1}'，或移交命名空间：kubectl label namespace {0} {2}"),
        [ProjectCodes.ClaimMissing] = new("Workspaces of tasks are on claim '{0}', and there is none in namespace '{1}'.", "Give the project a workspace with a size, or make the claim.", "任务的工作区位于存储卷声明 '{0}'，但命名空间 '{1}' 中没有。", "请为项目设置工作区大小，或自行创建该声明。"),
        [ProjectCodes.ObjectNotOurs] = new("A {0} '{1}' that is not this console's is in namespace '{2}'.", "Delete it or give it another name; nothing of others is changed.", "命名空间 '{2}' 中已有不属于此控制台的 {0} '{1}'。", "请删除或改名；控制台不会修改他人的对象。"),
        [ProjectCodes.ObjectForbidden] = new("The console may not keep {0} in namespace '{1}': {2}", "Give it the right: docs/kubernetes.md, 'Rights for projects'.", "控制台无权在命名空间 '{1}' 中管理 {0}：{2}", "请授予权限，参见 docs/kubernetes.md 的 'Rights for projects'。"),
        [ProjectCodes.ObjectRefused] = new("The cluster refuses {0} '{1}': {2}", "Correct what it names.", "集群拒绝 {0} '{1}'：{2}", "请按提示更正。"),
        [ProjectCodes.PodsForbidden] = new("The console may not start pods in namespace '{0}'.", "Bind its role there: docs/kubernetes.md, 'Rights for projects'.", "控制台无权在命名空间 '{0}' 中启动 Pod。", "请在该命名空间绑定角色，参见 docs/kubernetes.md 的 'Rights for projects'。"),
        [DeploymentCodes.NoService] = new("The text is no service.", "Write a mapping with metadata and containers.", "文本不是服务。", "请填写包含 metadata 和 containers 的映射。"),
        [DeploymentCodes.ReservedServiceName] = new("A service can't be called '{0}': the console has a page at that address.", "Choose another name, or give it a group: metadata.group.", "服务不能命名为 '{0}'：控制台已有该地址的页面。", "请使用其他名称，或设置分组 metadata.group。"),
        [DeploymentCodes.BadServiceName] = new("'{0}' is no name for a service.", "Use 1 to 48 lower case letters, digits, '-' and '_'; begin with a letter, e.g. kohya_job.", "'{0}' 不能作为服务名称。", "使用 1 到 48 个小写字母、数字、'-' 和 '_'，以字母开头，例如 kohya_job。"),
        [DeploymentCodes.SeveralContainers] = new("There are {0} containers; an instance has one.", "Keep the first, and put what the others do into its image.", "有 {0} 个容器，而一个实例只有一个。", "请保留第一个，并将其余容器的内容放入其镜像。"),
        [DeploymentCodes.FrontEndNotTaken] = new("A {0} has no front end.", "Take 'front_end' out, or write metadata.type: {1}.", "{0} 没有前端。", "请删除 front_end，或将 metadata.type 设为 {1}。"),
        [DeploymentCodes.BadFrontEndName] = new("'{0}' is no name for a front end.", "Use 1 to 30 lower case letters, digits and '-'; begin with a letter, e.g. annotate.", "'{0}' 不能作为前端名称。", "使用 1 到 30 个小写字母、数字和 '-'，以字母开头，例如 annotate。"),
        [DeploymentCodes.FrontEndTwice] = new("Two front ends are called '{0}'.", "Give each a name of its own.", "有两个前端都名为 '{0}'。", "请为每个前端取不同的名称。"),
        [DeploymentCodes.PortWithoutCommand] = new("A port is named, but no command that would listen on it.", "Add 'command', or take 'port' out if tasks bring their commands.", "指定了端口，但没有监听该端口的命令。", "请添加 command；如果任务自带命令，请删除 port。"),
        [DeploymentCodes.StorageNotTaken] = new("What is mounted at '{0}' is not said in a way that works here.", "Give one of: nfs {{server, path}}, pvc {{claim, sub_path}}, host_path {{path}}. Mount OSS through a claim of the cluster.", "'{0}' 处挂载的内容无法在此使用。", "请提供其一：nfs {{server, path}}、pvc {{claim, sub_path}}、host_path {{path}}。OSS 请通过集群的存储卷声明挂载。"),
        [DeploymentCodes.NothingRequested] = new("The strategy '{0}' is in percent of metadata.{0}, which is missing: it has no value, and no instance is taken away.", "Add metadata.{0}, or take the strategy out.", "策略 '{0}' 是 metadata.{0} 的百分比，但未设置该字段：策略没有取值，实例也不会被回收。", "请添加 metadata.{0}，或删除该策略。"),
        [DeploymentCodes.FieldNotUsed] = new("'{0}' has no meaning here and is left out of account.", "Nothing needs to be done.", "'{0}' 在此没有意义，将被忽略。", "无需处理。"),
        [AutoscalerCodes.UnknownMetric] = new("There is no metric '{0}'.", "{1}", "没有指标 '{0}'。", "{2}"),
        [AutoscalerCodes.ThresholdNotPositive] = new("The threshold of {0} is {1}.", "Give a value above 0.", "{0} 的阈值为 {1}。", "请填写大于 0 的值。"),
        [AutoscalerCodes.FractionalQps] = new("The threshold of qps is {0}, and it takes whole numbers only.", "Use qps1k, which counts requests per 1,000 seconds, with {1}.", "qps 的阈值为 {0}，但只能是整数。", "请改用 qps1k（每 1000 秒的请求数），阈值为 {1}。"),
        [AutoscalerCodes.DuplicateMetric] = new("{0} is there twice.", "Keep one of the two.", "{0} 出现了两次。", "请保留其中一个。"),
        [AutoscalerCodes.NoStrategies] = new("Nothing says what the number of instances follows.", "Add a metric with its threshold, e.g. avg_waiting_length: 2.", "没有说明实例数依据什么。", "请添加指标及阈值，例如 avg_waiting_length: 2。"),
        [AutoscalerCodes.TwoStrategyForms] = new("There are both 'strategies' and 'scaleStrategies'.", "Keep one of the two.", "同时存在 'strategies' 和 'scaleStrategies'。", "请保留其中一个。"),
        [AutoscalerCodes.MinAboveMax] = new("The minimum of {0} is above the maximum of {1}.", "Lower 'min' or raise 'max'.", "最小值 {0} 大于最大值 {1}。", "请调低 'min' 或调高 'max'。"),
        [AutoscalerCodes.ActivationAboveMax] = new("{0} instances to begin with are more than the maximum of {1}.", "Give at most {1}.", "起始实例数 {0} 大于最大值 {1}。", "请填写不超过 {1} 的值。"),
        [AutoscalerCodes.BadCron] = new("'{0}' is no cron time.", "Write five fields: minute, hour, day, month, weekday, e.g. {1}.", "'{0}' 不是 cron 时间。", "请填写五个字段：分、时、日、月、星期，例如 {1}。"),
        [AutoscalerCodes.UnknownTimeZone] = new("There is no time zone '{0}'.", "Write an IANA name, e.g. Asia/Shanghai or UTC.", "没有时区 '{0}'。", "请填写 IANA 名称，例如 Asia/Shanghai 或 UTC。"),
        [AutoscalerCodes.EmptyCronWindow] = new("Start and end are both '{0}', so there is no time between them.", "Give another end.", "开始和结束都是 '{0}'，中间没有时间。", "请填写其他结束时间。"),
        [AutoscalerCodes.TrafficIsHeld] = new("Requests that come while there is no instance are always held.", "Take 'interceptTraffic' out.", "没有实例时到达的请求总会被保留。", "请删除 'interceptTraffic'。"),
        [ProblemCodes.BadTag] = new("'{0}' can't be a tag of the task.", "Give a text, number or truth value under a name that neither begins with '_' nor is taskType, requestId or timeout.", "'{0}' 不能作为任务的标签。", "请填写文本、数字或布尔值；名称不能以 '_' 开头，也不能是 taskType、requestId 或 timeout。"),
        [ProblemCodes.BadHeader] = new("'{0}' can't be a header of the request.", "Give a text of one line under a name like Accept; those that a sender makes, such as Host and Content-Length, can't be given.", "'{0}' 不能作为请求头。", "请填写单行文本，名称如 Accept；Host、Content-Length 等由发送方生成的请求头不能填写。"),
        [ProblemCodes.OfQueries] = new("'{0}' is of queries, and this sends a command.", "Take '{0}' out, or choose taskType query.", "'{0}' 仅用于 query，而此处发送的是 command。", "请删除 '{0}'，或将 taskType 设为 query。"),
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
        ["text, or {secret: name, key: key}"] = "文本，或 {secret: 名称, key: 键}",
        ["a toleration: text, or a mapping with key and effect"] = "容忍：文本，或包含 key 和 effect 的映射",
        ["a container: a mapping with name and command"] = "容器：包含 name 和 command 的映射",
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
