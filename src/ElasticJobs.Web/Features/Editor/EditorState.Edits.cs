using System.Text.Json.Nodes;
using ElasticJobs.Core;
using ElasticJobs.Core.Pipelines;
using ElasticJobs.Core.Templates;
using ElasticJobs.Web.Features.Editor.Documents;

namespace ElasticJobs.Web.Features.Editor;

/// <summary>The edits: each is one step, or refused with a reason.</summary>
public sealed partial class EditorState
{
    private const double ColumnStep = PipelineLayout.TaskWidth + 80;
    private const double RowStep = PipelineLayout.TaskHeight + 44;

    /// <summary>A new task, selected.</summary>
    /// <param name="at">Top left corner. Null: beside <paramref name="after"/>, or below everything.</param>
    public EditRefusal? Add(string template, CanvasPosition? at, string? after = null)
    {
        if (templates.Find(template) is not { } found)
        {
            return EditRefusal.UnknownTemplate(template);
        }

        var id = FreshIds.ForTemplate(found.Name, [.. Document.Spec.Tasks.Select(task => task.Id)]);
        var upstream = after is null ? null : Document.Task(after);
        var task = new TaskSpec
        {
            Id = id,
            Template = found.Name,
            Args = Defaults(found),
            After = upstream is null ? [] : [new TaskEdge(upstream.Id)],
            Position = at is { } place ? new CanvasPosition(Snap(place.X), Snap(place.Y)) : FreePlace(upstream),
        };
        Apply("StepAdd", document => document.Add(task));
        Select([id]);
        return null;
    }

    public EditRefusal? Connect(string source, string target, EdgeCondition when = EdgeCondition.Succeeded)
    {
        if (Document.CheckEdge(source, target) is { } refusal)
        {
            return refusal;
        }

        Apply("StepConnect", document => document.Connect(source, target, when));
        return null;
    }

    public void Disconnect(params IReadOnlyCollection<EdgeEnds> edges) => Apply("StepDisconnect", document => document.Disconnect(edges));

    public void SetCondition(string source, string target, EdgeCondition when) =>
        Apply("StepCondition", document => document.SetCondition(source, target, when));

    public void Remove(IReadOnlySet<string> tasks, params IReadOnlyCollection<EdgeEnds> edges) =>
        Apply("StepRemove", document => document.Disconnect(edges).Remove(tasks));

    /// <param name="step">What moved them: <c>drag</c>, <c>nudge</c>, <c>align</c> or <c>layout</c>. Nudges of the same tasks in a row are one step.</param>
    public void Move(IReadOnlyDictionary<string, CanvasPosition> positions, string step = "drag") => Apply(
        step switch { "align" => "StepAlign", "layout" => "StepLayout", _ => "StepMove" },
        document => document.Move(positions),
        step == "nudge" ? $"nudge:{string.Join(' ', positions.Keys.Order())}" : null);

    public void Duplicate()
    {
        if (Selected.Count == 0)
        {
            return;
        }

        var (document, added) = TaskTransfer.Duplicate(Document, Selected);
        Apply("StepDuplicate", _ => document);
        Select(added);
    }

    public string CopySelection() => Selected.Count == 0 ? "" : TaskTransfer.Copy(Document, Selected);

    /// <summary>Tasks from text: a list of them, or a pipeline's. What is wrong with the text is given back and nothing is changed.</summary>
    public IReadOnlyList<Problem> Paste(string text, CanvasPosition? at)
    {
        var (tasks, problems) = PipelineReader.ReadTasks(text);
        var errors = problems.Where(problem => !problem.IsWarning).ToList();
        if (errors.Count > 0 || tasks.Count == 0)
        {
            return errors;
        }

        var (document, added) = TaskTransfer.Paste(Document, tasks, at);
        Apply("StepPaste", _ => document);
        Select(added);
        return [];
    }

    public EditRefusal? Rename(string from, string to)
    {
        if (from == to)
        {
            return null;
        }

        if (!PipelineValidator.IsTaskId(to))
        {
            return EditRefusal.BadId(to);
        }

        if (Document.Task(to) is not null)
        {
            return EditRefusal.TakenId(to);
        }

        var selected = Selected.Contains(from);
        Apply("StepRename", document => TaskRenaming.Rename(document, from, to));
        if (selected)
        {
            Select(Selected.Where(id => id != from).Append(to));
        }

        return null;
    }

    /// <param name="field">Names the field, so that typing into it is one step.</param>
    public void ChangeTask(string id, string field, Func<TaskSpec, TaskSpec> change) =>
        Apply("StepTask", document => document.Change(id, change), $"task:{id}:{field}");

    public void ChangeTasks(IReadOnlySet<string> ids, Func<TaskSpec, TaskSpec> change) => Apply("StepTasks", document => document.Change(ids, change));

    /// <param name="value">Null: takes the field out, so that its default counts.</param>
    public void SetArg(string id, string name, JsonNode? value) => ChangeTask(id, $"args.{name}", task =>
    {
        var args = (JsonObject)task.Args.DeepClone();
        args.Remove(name);
        if (value is not null)
        {
            args[name] = value.DeepClone();
        }

        return task with { Args = args };
    });

    public void ChangePipeline(string field, Func<PipelineDocument, PipelineDocument> change) => Apply("StepPipeline", change, $"pipeline:{field}");

    public void Arrange() => Apply("StepLayout", document => PipelineLayout.Arrange(document, all: true));

    /// <summary>Templates that often follow the selected task's, best first.</summary>
    public IReadOnlyList<TemplateSpec> RecommendedNext =>
        SelectedTask is { } task && templates.Find(task.Template) is { } template
            ? [.. template.RecommendedNext.Select(templates.Find).OfType<TemplateSpec>()]
            : [];

    private static JsonObject Defaults(TemplateSpec template)
    {
        var args = new JsonObject();
        foreach (var parameter in template.AllParameters.Where(parameter => parameter is { Required: true, Default: not null }))
        {
            args[parameter.Name] = parameter.Default!.DeepClone();
        }

        return args;
    }

    private CanvasPosition FreePlace(TaskSpec? beside)
    {
        var taken = Document.Spec.Tasks.Select(task => task.Position).OfType<CanvasPosition>().ToList();
        var place = beside?.Position is { } at
            ? new CanvasPosition(at.X + ColumnStep, at.Y)
            : new CanvasPosition(taken.Select(other => other.X).DefaultIfEmpty(0).Min(), taken.Select(other => other.Y + RowStep).DefaultIfEmpty(0).Max());
        while (taken.Any(other => Math.Abs(other.X - place.X) < PipelineLayout.TaskWidth && Math.Abs(other.Y - place.Y) < PipelineLayout.TaskHeight))
        {
            place = place with { Y = place.Y + RowStep };
        }

        return new CanvasPosition(Snap(place.X), Snap(place.Y));
    }

    private static double Snap(double value) => Math.Round(value / 16) * 16;
}
