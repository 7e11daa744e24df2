using System.Globalization;
using System.Text;

namespace ElasticJobs.Web.Features.Services.Queue;

/// <summary>A payload as text, as far as a page can show it.</summary>
/// <param name="IsCut">It goes on.</param>
/// <param name="IsBinary">It is no text; its bytes are shown instead.</param>
internal sealed record PayloadText(string Text, bool IsCut, bool IsBinary)
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <param name="limit">Bytes of it at most.</param>
    public static PayloadText Of(ReadOnlySpan<byte> data, int limit)
    {
        var isCut = data.Length > limit;
        var shown = isCut ? data[..limit] : data;
        // A character must not be cut in its middle.
        if (isCut)
        {
            var end = shown.Length;
            while (end > 0 && (data[end] & 0xc0) == 0x80)
                end--;
            shown = shown[..end];
        }

        try
        {
            var text = Strict.GetString(shown);
            if (!text.Contains('\0', StringComparison.Ordinal))
                return new PayloadText(text, isCut, IsBinary: false);
        }
        catch (DecoderFallbackException)
        {
            // It is no text.
        }

        return new PayloadText(Hex(data[..Math.Min(data.Length, limit / 4)]), data.Length > limit / 4, IsBinary: true);
    }

    /// <summary>One line, for a row.</summary>
    public static string Preview(ReadOnlySpan<byte> data)
    {
        const int Shown = 160;
        var payload = Of(data, Shown);
        return payload.Text.ReplaceLineEndings(" ") + (payload.IsCut ? "…" : "");
    }

    private static string Hex(ReadOnlySpan<byte> data)
    {
        const int Line = 16;
        var text = new StringBuilder();
        for (var at = 0; at < data.Length; at += Line)
        {
            var bytes = data[at..Math.Min(at + Line, data.Length)];
            text.Append(CultureInfo.InvariantCulture, $"{at:x6}  ");
            foreach (var one in bytes)
                text.Append(CultureInfo.InvariantCulture, $"{one:x2} ");
            text.Append('\n');
        }

        return text.ToString();
    }
}
