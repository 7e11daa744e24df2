using System.Net;
using System.Text.Json;

namespace ElasticJobs.Web.Tests.Serving;

/// <summary>What tests ask of an answer.</summary>
internal static class Answers
{
    public static async Task<JsonElement> JsonAsync(this Task<HttpResponseMessage> asked, HttpStatusCode status = HttpStatusCode.OK)
    {
        using var response = await asked;
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == status, $"{(int)status} was expected, {(int)response.StatusCode} came: {text}");
        return text.Length == 0 ? default : JsonDocument.Parse(text).RootElement;
    }

    public static async Task<string> TextAsync(this Task<HttpResponseMessage> asked, HttpStatusCode status = HttpStatusCode.OK)
    {
        using var response = await asked;
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == status, $"{(int)status} was expected, {(int)response.StatusCode} came: {text}");
        return text;
    }

    /// <summary>A refusal in the one shape that all have.</summary>
    public static async Task<JsonElement> RefusalAsync(this Task<HttpResponseMessage> asked, HttpStatusCode status, string code)
    {
        using var response = await asked;
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == status, $"{(int)status} {code} was expected, {(int)response.StatusCode} came: {text}");
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        var problem = JsonDocument.Parse(text).RootElement;
        Assert.Equal(code, problem.Text("code"));
        Assert.Equal((int)status, problem.GetProperty("status").GetInt32());
        Assert.NotEmpty(problem.Text("title"));
        Assert.NotEmpty(problem.Text("fix"));
        Assert.Equal(JsonValueKind.Array, problem.GetProperty("errors").ValueKind);
        return problem;
    }

    public static string Text(this JsonElement element, string property) => element.GetProperty(property).GetString()!;

    public static IReadOnlyList<JsonElement> Items(this JsonElement element, string property) => [.. element.GetProperty(property).EnumerateArray()];
}
