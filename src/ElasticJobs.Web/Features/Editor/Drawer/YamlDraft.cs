using ElasticJobs.Core;
using ElasticJobs.Core.Pipelines;

namespace ElasticJobs.Web.Features.Editor.Drawer;

/// <summary>The document as text: what is typed becomes one step when it is applied, and is kept while it is wrong.</summary>
public sealed class YamlDraft(EditorState state)
{
    private PipelineDocument? _source;

    public string Text { get; private set; } = "";

    /// <summary>The text differs from the document.</summary>
    public bool IsChanged { get; private set; }

    /// <summary>The document changed elsewhere while the text was being typed.</summary>
    public bool IsStale => IsChanged && !ReferenceEquals(_source, state.Document);

    public IReadOnlyList<Problem> Problems { get; private set; } = [];

    public bool HasErrors => Problems.Any(problem => !problem.IsWarning);

    /// <summary>Shows the document anew unless something is being typed.</summary>
    public void Follow()
    {
        if (!IsChanged && !ReferenceEquals(_source, state.Document))
        {
            Reset();
        }
    }

    public void Reset()
    {
        _source = state.Document;
        Text = PipelineWriter.ToYaml(state.Document);
        (IsChanged, Problems) = (false, []);
    }

    /// <summary>What was typed, with what is wrong in it by line.</summary>
    public void Type(string text)
    {
        Text = text;
        IsChanged = true;
        Problems = Read(text).Problems;
    }

    /// <summary>Makes the text the document. False: it can't be read; <see cref="Problems"/> says where.</summary>
    public bool Apply()
    {
        var read = Read(Text);
        Problems = read.Problems;
        if (read.Document is not { } document || HasErrors)
        {
            return false;
        }

        state.Replace("StepYaml", document with { Metadata = document.Metadata with { Name = state.Document.Metadata.Name } });
        Reset();
        return true;
    }

    /// <summary>The name is the pipeline's address: another one would save another pipeline.</summary>
    private PipelineReadResult Read(string text)
    {
        var (read, name) = (PipelineReader.Read(text), state.Document.Metadata.Name);
        return read.Document is { Metadata.Name: { Length: > 0 } given } && given != name
            ? read with { Problems = [.. read.Problems, ProblemTexts.Make("metadata.name", ProblemCodes.BadChoice, given, name)] }
            : read;
    }
}
