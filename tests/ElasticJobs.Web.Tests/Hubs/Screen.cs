using System.Text;
using System.Text.Json;
using ElasticJobs.Tests.Shared.Time;
using ElasticJobs.Web.Tests.Serving;

namespace ElasticJobs.Web.Tests.Hubs;

/// <summary>What a terminal showed to one viewer.</summary>
internal sealed class Screen
{
    private readonly StringBuilder _shown = new();
    private readonly Task<string> _reading;

    public Screen(IAsyncEnumerable<JsonElement> stream) => _reading = ReadAsync(stream);

    private string Shown
    {
        get
        {
            lock (_shown)
            {
                return _shown.ToString();
            }
        }
    }

    public async Task ShowsAsync(string text)
    {
        try
        {
            await Eventually.TrueAsync(() => Shown.Contains(text, StringComparison.Ordinal), $"'{text}' is on the screen");
        }
        catch (TimeoutException timeout)
        {
            throw new TimeoutException($"{timeout.Message} It shows: {Shown}", timeout);
        }
    }

    /// <returns>Why it ended.</returns>
    public Task<string> EndAsync() => _reading.WaitAsync(TimeSpan.FromSeconds(60));

    private async Task<string> ReadAsync(IAsyncEnumerable<JsonElement> stream)
    {
        await foreach (var part in stream)
        {
            if (part.GetProperty("ended").GetBoolean())
            {
                return part.Text("reason");
            }

            lock (_shown)
            {
                _shown.Append(Encoding.UTF8.GetString(Convert.FromBase64String(part.Text("data"))));
            }
        }

        return "ended without a word";
    }
}
