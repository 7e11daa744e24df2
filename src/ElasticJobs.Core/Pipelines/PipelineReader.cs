using System.Globalization;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace ElasticJobs.Core.Pipelines;

/// <summary>What came of reading a text. The document is there unless the text is not a mapping at all; with problems it holds what could be read.</summary>
public sealed record PipelineReadResult(PipelineDocument? Document, IReadOnlyList<Problem> Problems)
{
    public bool HasErrors => Problems.Any(problem => !problem.IsWarning);
}

/// <summary>Reads pipelines from YAML or JSON (which is YAML too, so both get lines and columns).</summary>
public static class PipelineReader
{
    /// <summary>In characters.</summary>
    public const int MaximumLength = 4 * 1024 * 1024;

    /// <summary>More than these are not told one by one.</summary>
    public const int MaximumProblems = 1000;

    public static PipelineReadResult Read(string text)
    {
        List<Problem> problems = [];
        if (Parse(text, problems) is not { } root)
        {
            return new PipelineReadResult(null, problems);
        }

        if (root is not YamlMappingNode mapping)
        {
            problems.Add(ProblemTexts.Make("", ProblemCodes.NotAMapping, YamlReading.Describe(root)) with { Line = (int)root.Start.Line, Column = (int)root.Start.Column });
            return new PipelineReadResult(null, problems);
        }

        return new PipelineReadResult(Document(new YamlBinder(mapping, "", problems)), problems);
    }

    /// <summary>Tasks copied as text: a list of tasks, or a whole pipeline whose tasks are taken.</summary>
    public static (IReadOnlyList<TaskSpec> Tasks, IReadOnlyList<Problem> Problems) ReadTasks(string text)
    {
        List<Problem> problems = [];
        var root = Parse(text, problems);
        if (root is YamlMappingNode mapping && mapping.Children.ContainsKey(new YamlScalarNode("spec")))
        {
            var read = Read(text);
            return (read.Document?.Spec.Tasks ?? [], read.Problems);
        }

        if (root is not null)
        {
            var wrapped = root as YamlMappingNode ?? new YamlMappingNode(new YamlScalarNode("tasks"), root);
            return (TaskReading.Tasks(new YamlBinder(wrapped, "", problems)), problems);
        }

        return ([], problems);
    }

    internal static YamlNode? Parse(string text, List<Problem> problems)
    {
        if (text.Length > MaximumLength)
        {
            problems.Add(ProblemTexts.Make("", ProblemCodes.TooLarge, "4 MB"));
            return null;
        }

        var stream = new YamlStream();
        var parser = new BoundedParser(new Parser(new StringReader(text.TrimStart('\ufeff'))));
        try
        {
            stream.Load(parser);
        }
        catch (YamlException exception)
        {
            problems.Add(Syntax(exception));
            return null;
        }
        catch (InvalidOperationException)
        {
            // The library's scanner gives up like this, e.g. on a flow mapping that is cut off.
            var place = parser.Current?.End ?? Mark.Empty;
            problems.Add(ProblemTexts.Make("", ProblemCodes.Syntax, "a bracket, brace or quote is not closed") with { Line = (int)place.Line, Column = (int)place.Column });
            return null;
        }

        if (stream.Documents.Count == 1)
        {
            return stream.Documents[0].RootNode;
        }

        problems.Add(stream.Documents.Count == 0
            ? ProblemTexts.Make("", ProblemCodes.NotAMapping, "empty") with { Line = 1, Column = 1 }
            : ProblemTexts.Make("", ProblemCodes.SeveralDocuments, stream.Documents.Count.ToString(CultureInfo.InvariantCulture)));
        return null;
    }

    private static PipelineDocument Document(YamlBinder root)
    {
        if (root.RequiredText("apiVersion", PipelineDocument.CurrentApiVersion) is { Length: > 0 } version && version != PipelineDocument.CurrentApiVersion)
        {
            root.Add(root.Get("apiVersion")!, "apiVersion", ProblemCodes.ApiVersion, version);
        }

        if (root.RequiredText("kind", PipelineDocument.KindName) is { Length: > 0 } kind && kind != PipelineDocument.KindName)
        {
            root.Add(root.Get("kind")!, "kind", ProblemCodes.Kind, kind);
        }

        var metadata = root.Child("metadata") is { } found ? Metadata(found) : new PipelineMetadata();
        var spec = new PipelineSpec();
        if (root.Child("spec") is { } body)
        {
            spec = Spec(body);
        }
        else if (root.Get("spec") is null)
        {
            root.Add(root.Node, "spec", ProblemCodes.Missing, "spec", "spec: {tasks: []}");
        }

        root.Finish();
        return new PipelineDocument { Metadata = metadata, Spec = spec };
    }

    private static PipelineMetadata Metadata(YamlBinder binder)
    {
        var metadata = new PipelineMetadata
        {
            Name = binder.Text("name") ?? "",
            Description = binder.Text("description") ?? "",
            Project = binder.Text("project"),
            Labels = binder.Texts("labels"),
        };
        binder.Finish();
        return metadata;
    }

    private static PipelineSpec Spec(YamlBinder binder)
    {
        var spec = new PipelineSpec
        {
            Parameters = Parameters(binder),
            Env = binder.Texts("env"),
            Parallelism = binder.Whole("parallelism", 1, PipelineValidator.MaximumParallelism),
            Timeout = binder.Duration("timeout"),
            Tasks = TaskReading.Tasks(binder),
        };
        binder.Finish("schedule", "notifications", "priority", "groups", "notes");
        return spec;
    }

    private static List<PipelineParameter> Parameters(YamlBinder spec)
    {
        List<PipelineParameter> parameters = [];
        foreach (var (node, path) in spec.Items("parameters"))
        {
            if (spec.ItemBinder(node, path, "a mapping with name, type and default") is not { } binder)
            {
                continue;
            }

            var name = binder.RequiredText("name", "name: seed");
            var type = binder.Choice("type", PipelineParameterType.String);
            var value = binder.Get("default") is { } fallback ? YamlReading.ToJson(fallback) : null;
            parameters.Add(new PipelineParameter(name, type, value, binder.Text("description"), binder.List("choices")));
            binder.Finish();
        }

        return parameters;
    }

    private static Problem Syntax(YamlException exception)
    {
        var message = exception.InnerException?.Message ?? exception.Message;
        return ProblemTexts.Make("", ProblemCodes.Syntax, message) with { Line = (int)exception.Start.Line, Column = (int)exception.Start.Column };
    }
}
