using System.Text;
using ElasticJobs.Core;
using ElasticJobs.Core.Queues;
using ElasticJobs.Web.Queues;

namespace ElasticJobs.Web.Api;

/// <param name="RequestId">Of its task.</param>
/// <param name="Reason">Why it is dead.</param>
/// <param name="Deliveries">How often it was given to an instance.</param>
/// <param name="Size">Bytes of its payload.</param>
/// <param name="Text">Its payload. Null: it is no text, or this is a list.</param>
/// <param name="Data">The payload if it is no text, in base64.</param>
internal sealed record DeadLetterDto(
    long Index, string RequestId, IReadOnlyDictionary<string, string> Tags, int Priority, DateTimeOffset PutAt, string? Reason, int Deliveries, int Size, string? Text, string? Data)
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <param name="withHeaders">With the tags that say headers of a query, which may be secret.</param>
    public static DeadLetterDto Of(QueueFrame frame, bool withPayload, bool withHeaders)
    {
        var text = withPayload ? TextOf(frame.Data.Span) : null;
        return new DeadLetterDto(
            frame.Index,
            frame.Tags.GetValueOrDefault(TaskTags.RequestId, frame.RequestId),
            (withHeaders ? frame.Tags : QueryTags.WithoutHeaders(frame.Tags)).Where(tag => tag.Key != TaskTags.RequestId).ToDictionary(StringComparer.Ordinal),
            frame.Priority,
            frame.PutAt,
            frame.Reason,
            frame.Deliveries,
            frame.Data.Length,
            text,
            withPayload && text is null ? Convert.ToBase64String(frame.Data.Span) : null);
    }

    private static string? TextOf(ReadOnlySpan<byte> data)
    {
        try
        {
            return Strict.GetString(data);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }
}

/// <param name="Next">Index at which the next page begins. Null: this is the last.</param>
internal sealed record DeadLettersDto(IReadOnlyList<DeadLetterDto> Items, long? Next);

/// <summary>What is absent stays as it is.</summary>
/// <param name="Data">Instead of <paramref name="Text"/>: base64.</param>
internal sealed record DeadLetterEditDto(string? Text = null, string? Data = null, IReadOnlyDictionary<string, string>? Tags = null, int? Priority = null)
{
    /// <exception cref="RefusedException"><c>bad_payload</c>.</exception>
    public DeadLetterEdit Read()
    {
        if (Text is not null && Data is not null)
            throw Bad("Both text and data are given.");
        try
        {
            var payload = Text is { } text ? Encoding.UTF8.GetBytes(text) : Data is { } data ? Convert.FromBase64String(data) : null;
            return new DeadLetterEdit(payload, Tags, Priority);
        }
        catch (FormatException)
        {
            throw Bad("data is no base64.");
        }
    }

    private static RefusedException Bad(string what) => new(RefusalKind.Invalid, "bad_payload", what, "Give the payload as text, or its bytes as base64 in data, or neither to keep it.");
}

/// <param name="All">Instead of <paramref name="Indexes"/>: all that are there.</param>
internal sealed record DeadLetterChoiceDto(IReadOnlyList<long>? Indexes = null, bool All = false);

/// <param name="Index">In the input.</param>
internal sealed record ReplayedDto(long Index, string RequestId);
