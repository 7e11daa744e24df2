using System.Net;
using System.Text.RegularExpressions;
using ElasticJobs.Web.Tests.Serving;

namespace ElasticJobs.Web.Tests.Access;

/// <summary>A browser without scripts: keeps cookies, reads forms, posts them.</summary>
internal sealed partial class BrowserSession(TestConsole console) : IDisposable
{
    private readonly CookieContainer _cookies = new();
    private HttpClient? _client;

    public HttpClient Client => _client ??= console.Plain(_cookies);

    public IReadOnlyList<Cookie> Cookies => [.. _cookies.GetAllCookies().Cast<Cookie>()];

    public bool IsSignedIn => Cookies.Any(cookie => cookie.Name == "ej-session");

    /// <summary>Opens the page, fills its form and posts it.</summary>
    /// <param name="withToken">False: leaves the antiforgery token out.</param>
    /// <param name="to">Where the form goes. Null: to the page itself.</param>
    public async Task<HttpResponseMessage> PostFormAsync(string path, IReadOnlyDictionary<string, string> fields, bool withToken = true, string? to = null)
    {
        using var page = await Client.GetAsync(path);
        var html = await page.Content.ReadAsStringAsync();
        var posted = fields.ToDictionary(field => "Input." + field.Key, field => field.Value);
        foreach (Match hidden in Hidden().Matches(html))
        {
            if (withToken || hidden.Groups["name"].Value != "__RequestVerificationToken")
            {
                posted[hidden.Groups["name"].Value] = WebUtility.HtmlDecode(hidden.Groups["value"].Value);
            }
        }

        using var content = new FormUrlEncodedContent(posted);
        return await Client.PostAsync(to ?? path, content);
    }

    public Task<HttpResponseMessage> SignInAsync(string name, string password, string query = "") =>
        PostFormAsync("/sign-in" + query, new Dictionary<string, string> { ["Name"] = name, ["Password"] = password });

    public void Dispose() => _client?.Dispose();

    [GeneratedRegex("<input type=\"hidden\" name=\"(?<name>[^\"]+)\" value=\"(?<value>[^\"]*)\"")]
    private static partial Regex Hidden();
}
