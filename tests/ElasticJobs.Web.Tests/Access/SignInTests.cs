using System.Net;
using ElasticJobs.Core.Access;
using ElasticJobs.Web.Features.Access;
using ElasticJobs.Web.Tests.Serving;

namespace ElasticJobs.Web.Tests.Access;

[Collection(ConsoleCollection.Name)]
public sealed class SignInTests(TestConsole console)
{
    private const string Password = "correct horse 4";

    [Fact]
    public async Task SignIn_WithTheRightPassword_SetsASafeCookie()
    {
        await console.AddUserAsync("anna", Password, ProjectRole.Viewer);
        using var browser = new BrowserSession(console);

        using var answer = await browser.SignInAsync("anna", Password, "?return=%2Fp%2Fdefault%2Fruns");

        Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
        Assert.EndsWith("/p/default/runs", answer.Headers.Location?.ToString(), StringComparison.Ordinal);
        var cookie = answer.Headers.GetValues("Set-Cookie").Single(header => header.StartsWith("ej-session=", StringComparison.Ordinal));
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=lax", cookie, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("//evil.example")]
    [InlineData("/\\evil.example")]
    [InlineData("https://evil.example")]
    [InlineData("javascript:alert(1)")]
    [InlineData("/\t/evil.example")]
    [InlineData("/\r\nSet-Cookie: a=b")]
    [InlineData("\\\\evil.example")]
    [InlineData("")]
    [InlineData(null)]
    public void Return_ToAnywhereElse_LeadsHome(string? address) => Assert.Equal("/", SignIn.LocalUrl(address));

    [Theory]
    [InlineData("/")]
    [InlineData("/p/default/runs?state=Failed")]
    public void Return_ToAPageOfOurs_LeadsThere(string address) => Assert.Equal(address, SignIn.LocalUrl(address));

    [Fact]
    public async Task SignIn_WithAReturnToAnotherSite_LeadsHome()
    {
        await console.AddUserAsync("emil", Password);
        using var browser = new BrowserSession(console);

        using var answer = await browser.SignInAsync("emil", Password, "?return=%2F%2Fevil.example");

        Assert.Equal(console.Address, new Uri(console.Address, answer.Headers.Location!));
        using var language = await browser.Client.GetAsync("/preferences/culture?value=zh-Hans&return=%2F%2Fevil.example");
        Assert.Equal("/", language.Headers.Location?.ToString());
    }

    [Fact]
    public async Task SignIn_FiveTimesWrong_LocksOutEvenTheRightPassword()
    {
        await console.AddUserAsync("lena", Password);
        using var browser = new BrowserSession(console);
        for (var i = 0; i < 5; i++)
        {
            (await browser.SignInAsync("lena", "wrong")).Dispose();
        }

        using var answer = await browser.SignInAsync("lena", Password);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.False(browser.IsSignedIn);
    }

    [Fact]
    public async Task SignIn_WithoutAntiforgeryToken_IsRefused()
    {
        await console.AddUserAsync("carl", Password);
        using var browser = new BrowserSession(console);

        using var answer = await browser.PostFormAsync("/sign-in", new Dictionary<string, string> { ["Name"] = "carl", ["Password"] = Password }, withToken: false);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.False(browser.IsSignedIn);
    }

    [Fact]
    public async Task SignIn_OfNobody_SaysTheSameAsAWrongPassword()
    {
        await console.AddUserAsync("dora", Password);
        using var browser = new BrowserSession(console);

        using var wrong = await browser.SignInAsync("dora", "wrong");
        using var nobody = await browser.SignInAsync("nobody", "wrong");

        Assert.Equal(Error(await wrong.Content.ReadAsStringAsync()), Error(await nobody.Content.ReadAsStringAsync()));
    }

    [Fact]
    public async Task Change_ByCookie_NeedsTheHeader()
    {
        await console.AddUserAsync("olga", Password, ProjectRole.Operator);
        using var browser = new BrowserSession(console);
        (await browser.SignInAsync("olga", Password)).Dispose();
        const string Path = "/api/v1/projects/default/pipelines/of-nobody";

        await browser.Client.GetAsync("/api/v1/projects/default/pipelines").JsonAsync();
        await browser.Client.DeleteAsync(Path).RefusalAsync(HttpStatusCode.Forbidden, "header_missing");
        using var plainPost = new StringContent("{}", System.Text.Encoding.UTF8, "text/plain");
        using var foreign = await browser.Client.PostAsync(Path + "/runs", plainPost);
        Assert.False(foreign.IsSuccessStatusCode);
        using var request = new HttpRequestMessage(HttpMethod.Delete, Path) { Headers = { { "X-ElasticJobs", "1" } } };
        await browser.Client.SendAsync(request).RefusalAsync(HttpStatusCode.NotFound, "pipeline_not_found");
    }

    [Fact]
    public async Task Role_TakenAway_CountsAtOnce()
    {
        await console.AddUserAsync("paul", Password, ProjectRole.Viewer);
        using var browser = new BrowserSession(console);
        (await browser.SignInAsync("paul", Password)).Dispose();
        await browser.Client.GetAsync("/api/v1/projects/default/runs").JsonAsync();

        await console.SetRoleAsync("paul", null);

        await browser.Client.GetAsync("/api/v1/projects/default/runs").RefusalAsync(HttpStatusCode.Forbidden, "role_missing");
    }

    [Fact]
    public async Task SignOut_TakesTheCookieAway()
    {
        await console.AddUserAsync("rita", Password);
        using var browser = new BrowserSession(console);
        (await browser.SignInAsync("rita", Password)).Dispose();
        Assert.True(browser.IsSignedIn);

        (await browser.PostFormAsync("/sign-in", NoFields, to: "/sign-out")).Dispose();

        Assert.False(browser.IsSignedIn);
    }

    [Fact]
    public async Task SignOut_ByALinkOrWithoutTheFormsToken_KeepsThePersonSignedIn()
    {
        await console.AddUserAsync("rosa", Password);
        using var browser = new BrowserSession(console);
        (await browser.SignInAsync("rosa", Password)).Dispose();

        using var link = await browser.Client.GetAsync("/sign-out");
        using var forged = await browser.PostFormAsync("/sign-in", NoFields, withToken: false, to: "/sign-out");

        Assert.False(link.IsSuccessStatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, forged.StatusCode);
        Assert.True(browser.IsSignedIn);
        await browser.Client.GetAsync("/api/v1/projects/default/pipelines").RefusalAsync(HttpStatusCode.Forbidden, "role_missing");
    }

    [Fact]
    public async Task UnknownPage_IsAPageThatSaysSo_AndAStatusForPrograms()
    {
        await console.AddUserAsync("nora", Password);
        using var browser = new BrowserSession(console);
        (await browser.SignInAsync("nora", Password)).Dispose();
        using var asked = new HttpRequestMessage(HttpMethod.Get, "/no/such/page") { Headers = { { "Accept", "text/html" } } };

        using var page = await browser.Client.SendAsync(asked);
        using var status = await browser.Client.GetAsync("/no/such/page");

        Assert.Equal((HttpStatusCode.NotFound, "text/html"), (page.StatusCode, page.Content.Headers.ContentType?.MediaType));
        Assert.Contains("_framework/blazor.web", await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal((HttpStatusCode.NotFound, "404 Not Found"), (status.StatusCode, await status.Content.ReadAsStringAsync()));
        using var ofTheApi = new HttpRequestMessage(HttpMethod.Get, "/api/v1/nothing") { Headers = { { "Accept", "text/html" } } };
        await browser.Client.SendAsync(ofTheApi).RefusalAsync(HttpStatusCode.NotFound, "no_such_address");
    }

    private static readonly Dictionary<string, string> NoFields = [];

    private static string Error(string html)
    {
        var start = html.IndexOf("role=\"alert\"", StringComparison.Ordinal);
        Assert.True(start >= 0, html);
        return html[start..html.IndexOf("</p>", start, StringComparison.Ordinal)];
    }
}
