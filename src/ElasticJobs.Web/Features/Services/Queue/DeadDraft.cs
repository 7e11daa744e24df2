using System.Text;
using ElasticJobs.Core.Queues;
using ElasticJobs.Web.Features.Services.Trying;
using ElasticJobs.Web.Queues;

namespace ElasticJobs.Web.Features.Services.Queue;

/// <summary>A dead letter while it is typed at.</summary>
public sealed class DeadDraft
{
    /// <summary>Bytes of a payload that can be edited on the page; it crosses the circuit whole.</summary>
    private const int Editable = 256 * 1024;

    private readonly string? _payload;
    private readonly string _tags;

    public DeadDraft(QueueFrame frame)
    {
        Frame = frame;
        var payload = PayloadText.Of(frame.Data.Span, Editable);
        _payload = payload.IsCut || payload.IsBinary ? null : payload.Text;
        Payload = _payload ?? "";
        Tags = _tags = TagLines.Write(frame.Tags);
        Priority = frame.Priority;
    }

    public QueueFrame Frame { get; }

    /// <summary>False: it is no text, or too long; it stays as it is.</summary>
    public bool HasText => _payload is not null;

    public string Payload { get; set; }

    /// <summary>One a line.</summary>
    public string Tags { get; set; }

    public int Priority { get; set; }

    public bool IsChanged => Payload != (_payload ?? "") || Tags != _tags || Priority != Frame.Priority;

    /// <returns>Wrong: the first line that is no tag. Null: there is none.</returns>
    internal (DeadLetterEdit Edit, string? Wrong) Read()
    {
        // Lines can't say every tag, so those that nobody touched are not read back from them.
        var (tags, wrong) = Tags == _tags ? (null, null) : TagLines.Read(Tags, withQuery: true);
        return (new DeadLetterEdit(HasText && Payload != _payload ? Encoding.UTF8.GetBytes(Payload) : null, tags, Priority), wrong);
    }
}
