using ElasticJobs.Core.Pipelines;

namespace ElasticJobs.Web.Features.Editor.Documents;

/// <summary>The document and the ways back and forth: one step a gesture.</summary>
internal sealed class EditHistory(PipelineDocument document, TimeProvider time)
{
    public const int MaximumSteps = 300;

    /// <summary>Typing into one field goes on being one step while the pauses are shorter.</summary>
    private static readonly TimeSpan TypingPause = TimeSpan.FromSeconds(3);

    private readonly LinkedList<EditStep> _undo = [];
    private readonly Stack<EditStep> _redo = [];
    private string? _mergeKey;
    private long _lastEdit;

    public PipelineDocument Current { get; private set; } = document;

    /// <summary>Name of the step that undo would take back. Null: there is none.</summary>
    public string? UndoName => _undo.Last?.Value.Name;

    public string? RedoName => _redo.TryPeek(out var step) ? step.Name : null;

    /// <param name="name">A key of the editor's texts.</param>
    /// <param name="mergeKey">Edits in a row with the same key are one step. Null: always a step of its own.</param>
    public void Push(string name, PipelineDocument next, string? mergeKey)
    {
        var merges = mergeKey is not null && mergeKey == _mergeKey && _undo.Count > 0 && time.GetElapsedTime(_lastEdit) < TypingPause;
        if (!merges)
        {
            _undo.AddLast(new EditStep(name, Current));
            if (_undo.Count > MaximumSteps)
            {
                _undo.RemoveFirst();
            }
        }

        _redo.Clear();
        Current = next;
        _mergeKey = mergeKey;
        _lastEdit = time.GetTimestamp();
    }

    public bool Undo()
    {
        if (_undo.Last is not { } last)
        {
            return false;
        }

        _undo.RemoveLast();
        _redo.Push(last.Value with { Document = Current });
        Current = last.Value.Document;
        _mergeKey = null;
        return true;
    }

    public bool Redo()
    {
        if (!_redo.TryPop(out var step))
        {
            return false;
        }

        _undo.AddLast(step with { Document = Current });
        Current = step.Document;
        _mergeKey = null;
        return true;
    }

    /// <summary>The next edit begins a step of its own.</summary>
    public void Seal() => _mergeKey = null;

    private sealed record EditStep(string Name, PipelineDocument Document);
}
