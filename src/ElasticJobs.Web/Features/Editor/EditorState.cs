using ElasticJobs.Core;
using ElasticJobs.Core.Pipelines;
using ElasticJobs.Core.Templates;
using ElasticJobs.Web.Features.Editor.Documents;

namespace ElasticJobs.Web.Features.Editor;

/// <summary>A pipeline being drawn: the document with its history, what is selected, what is wrong. Every change goes through here and is one step of undo.</summary>
public sealed partial class EditorState(PipelineValidator validator, ITemplateCatalog templates, TimeProvider time)
{
    private EditHistory _history = new(new PipelineDocument(), time);
    private PipelineDocument? _validated;
    private PipelineDocument? _compared;
    private bool _dirty;

    /// <summary>Told of each change of document, selection or problems, on the caller's thread.</summary>
    public Action<EditorChange>? Changed { get; set; }

    public PipelineDocument Document => _history.Current;

    /// <summary>The revision that the drawing was begun from, as saved. 0: nothing is saved yet.</summary>
    public int BaseRevision { get; private set; }

    public PipelineDocument Base { get; private set; } = new();

    public ITemplateCatalog Templates => templates;

    public IReadOnlyList<Problem> Problems { get; private set; } = [];

    public bool HasErrors => Problems.Any(problem => !problem.IsWarning);

    /// <summary>The document differs from its base: undoing everything makes it clean again.</summary>
    public bool IsDirty
    {
        get
        {
            if (!ReferenceEquals(_compared, Document))
            {
                _compared = Document;
                _dirty = !DocumentDifference.Same(Base, Document);
            }

            return _dirty;
        }
    }

    public bool IsSaved => BaseRevision > 0;

    public string? UndoName => _history.UndoName;

    public string? RedoName => _history.RedoName;

    public IReadOnlySet<string> Selected { get; private set; } = new HashSet<string>();

    public EdgeEnds? SelectedEdge { get; private set; }

    /// <summary>The one selected task. Null: none or several.</summary>
    public TaskSpec? SelectedTask => Selected.Count == 1 ? Document.Task(Selected.First()) : null;

    /// <summary>Opens a revision, and what was drawn on it since. Positions that a revision lacks are no change.</summary>
    /// <param name="draft">Null: the revision as it is.</param>
    public void Open(PipelineDocument document, int revision, PipelineDocument? draft = null)
    {
        Base = PipelineLayout.Arrange(document);
        BaseRevision = revision;
        _history = new EditHistory(Base, time);
        _compared = null;
        if (draft is not null)
        {
            _history.Push("StepDraft", PipelineLayout.Arrange(draft), null);
        }

        Selected = new HashSet<string>();
        SelectedEdge = null;
        Validate();
        Raise(EditorChange.Document);
    }

    /// <summary>The document was saved as a revision. Undo still leads behind it.</summary>
    public void Rebase(PipelineDocument saved, int revision)
    {
        Base = PipelineLayout.Arrange(saved);
        BaseRevision = revision;
        _compared = null;
        _history.Seal();
        Raise(EditorChange.Document);
    }

    public void Undo()
    {
        if (_history.Undo())
        {
            AfterStep();
        }
    }

    public void Redo()
    {
        if (_history.Redo())
        {
            AfterStep();
        }
    }

    /// <summary>The document replaced, as one step: from the YAML drawer, a restored revision, a sample.</summary>
    public void Replace(string step, PipelineDocument document) => Apply(step, _ => PipelineLayout.Arrange(document));

    /// <param name="step">Name of the step: a key of the editor's texts.</param>
    /// <param name="mergeKey">Edits in a row with the same key are one step.</param>
    public void Apply(string step, Func<PipelineDocument, PipelineDocument> change, string? mergeKey = null)
    {
        var next = change(Document);
        if (ReferenceEquals(next, Document) || DocumentDifference.Same(next, Document))
        {
            return;
        }

        _history.Push(step, next, mergeKey);
        AfterStep();
    }

    public void Select(IEnumerable<string> tasks, EdgeEnds? edge = null)
    {
        var known = Document.Spec.Tasks.Select(task => task.Id).ToHashSet();
        var next = tasks.Where(known.Contains).ToHashSet();
        if (next.SetEquals(Selected) && edge == SelectedEdge)
        {
            return;
        }

        Selected = next;
        SelectedEdge = edge;
        _history.Seal();
        Raise(EditorChange.Selection);
    }

    /// <summary>Checks the document if it changed since the last time.</summary>
    public void Validate()
    {
        if (ReferenceEquals(_validated, Document))
        {
            return;
        }

        _validated = Document;
        Problems = validator.Validate(Document);
        Raise(EditorChange.Problems);
    }

    public IEnumerable<Problem> ProblemsOf(string task) => Problems.Where(problem => problem.Task == task);

    private void AfterStep()
    {
        var known = Document.Spec.Tasks.Select(task => task.Id).ToHashSet();
        Selected = Selected.Where(known.Contains).ToHashSet();
        if (SelectedEdge is { } edge && Document.Task(edge.Target)?.After.Any(after => after.Task == edge.Source) != true)
        {
            SelectedEdge = null;
        }

        Raise(EditorChange.Document);
    }

    private void Raise(EditorChange change) => Changed?.Invoke(change);
}

public enum EditorChange
{
    Document,
    Selection,
    Problems,
}
